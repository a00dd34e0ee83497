import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, password, quireUrl, Someone, unexpected } from './quire.mjs';

describe('somebody without an account who has a link', () => {
  let browser;
  let ann;
  let guest;
  let address;

  before(async () => {
    browser = await launchBrowser();
    ann = await Someone.at(browser, 'Ann Radcliffe');
    guest = await Someone.at(browser, 'Nobody');
    await ann.register();
    await ann.createDocument('Open house');
    await ann.types('Come in. ');
    await ann.seesStatus('saved');
  });

  after(async () => {
    await browser?.close();
  });

  const linksOfAnn = () => ann.page.getByRole('list', { name: 'Links' });

  it('is given one that says so', async () => {
    await ann.page.getByRole('button', { name: 'Share' }).click();
    await ann.page.getByLabel('Role of the link').selectOption('editor');
    await ann.page.getByLabel('Also for people without an account').check();
    await ann.page.getByRole('button', { name: 'Make a link' }).click();
    await linksOfAnn().getByText('also without an account').waitFor();
    address = await ann.page.getByLabel('The new link').inputValue();
    await ann.picture('link-without-account');
    await ann.page.getByRole('button', { name: 'Done' }).click();
  });

  it('sees the document at once, and writes in it as a guest with a name', async () => {
    await guest.open(address);
    await guest.sees('Come in.');
    await guest.types('Thanks. ');
    await guest.seesStatus('saved');
    await ann.sees('Thanks.');
    await ann.page.getByLabel('People in this document').locator('[data-name^="Guest "]').waitFor();
    assert.equal(await guest.page.getByRole('button', { name: 'Share' }).count(), 0);
    await guest.picture('visitor');
  });

  it('sees the history, in which it is a guest', async () => {
    await guest.page.getByRole('button', { name: 'History' }).click();
    await guest.page.getByLabel('Earlier states').getByText('A guest').first().waitFor();
    await guest.page.keyboard.press('Escape');
  });

  it('is there again after a reload', async () => {
    await guest.page.reload();
    await guest.text.waitFor();
    await guest.sees('Thanks.');
  });

  it('may sign in from there, and is back with its own name', async () => {
    const dora = await Someone.at(browser, 'Dora Spenlow');
    await dora.open(address);
    await dora.page.getByRole('link', { name: 'Sign in' }).click();
    await dora.page.getByRole('link', { name: 'Create an account' }).click();
    await dora.page.getByLabel('Your name').fill(dora.displayName);
    await dora.page.getByLabel('E-mail').fill(dora.email);
    await dora.page.getByLabel('Password').fill(password);
    await dora.page.getByRole('button', { name: 'Create account' }).click();
    await dora.page.getByRole('button', { name: 'Share' }).waitFor();
    await dora.sees('Thanks.');
    assert.match(dora.page.url(), /\/d\//);
    assert.deepEqual(unexpected(dora.complaints), []);
    assert.deepEqual(dora.violations, []);
  });

  it('is sent away when the link is ended', async () => {
    await ann.page.getByRole('button', { name: 'Share' }).click();
    await linksOfAnn().getByRole('button', { name: 'End' }).click();
    await guest.page.getByText('your access to it has ended').waitFor();
    await guest.seesStatus('closed');
    const late = await Someone.at(browser, 'Too Late');
    await late.page.goto(address);
    await late.page.getByRole('heading', { name: 'This link opens nothing' }).waitFor();
    assert.deepEqual(late.violations, []);
  });

  it('is asked to sign in by a link that is for accounts', async () => {
    await ann.page.getByLabel('Also for people without an account').uncheck();
    await ann.page.getByRole('button', { name: 'Make a link' }).click();
    await linksOfAnn().getByText(', with an account').waitFor();
    const link = await ann.page.getByLabel('The new link').inputValue();
    assert.ok(link.startsWith(`${quireUrl}/join#`));
    const dick = await Someone.at(browser, 'Mr Dick');
    await dick.page.goto(link);
    await dick.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.ok(!dick.page.url().includes(link.split('#')[1]));
  });

  it('made the browser complain of nothing but what was withdrawn', () => {
    const withdrawn = /status of 40[134] .*\/api\/v1\/(documents|links)\//;
    assert.deepEqual(unexpected(ann.complaints), []);
    assert.deepEqual(
      unexpected(guest.complaints).filter((each) => !withdrawn.test(each)),
      [],
    );
    assert.deepEqual([...ann.violations, ...guest.violations], []);
  });
});
