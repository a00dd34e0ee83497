import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, quireUrl, Someone, unexpected } from './quire.mjs';

describe('an organisation', () => {
  let browser;
  let ann;
  let bob;
  let document;

  before(async () => {
    browser = await launchBrowser();
    ann = await Someone.at(browser, 'Ann Radcliffe');
    bob = await Someone.at(browser, 'Bob Fitch');
    await ann.register();
    await bob.register();
    await ann.createDocument('Her own');
    await goHome(ann);
  });

  after(async () => {
    await browser?.close();
  });

  const goHome = async (someone) => {
    await someone.page.goto(quireUrl);
    await someone.page.getByRole('heading', { name: 'Documents' }).waitFor();
  };
  const choice = (someone) => someone.page.getByLabel('Whose documents');
  const row = (someone, title) => someone.page.getByRole('link').filter({ hasText: title });

  it('is made with a name and what its members may do', async () => {
    await ann.page.getByRole('button', { name: 'New organisation' }).click();
    await ann.page.getByLabel('Name').fill('The Works');
    await ann.page.getByLabel('What its members may do').selectOption('viewer');
    await ann.picture('organisation-new');
    await ann.page.getByRole('button', { name: 'Create', exact: true }).click();
    await ann.page.getByText('Nothing here yet').waitFor();
    assert.equal(await choice(ann).locator('option:checked').textContent(), 'The Works');
  });

  it('has the documents that are made in it, and the list shows them alone', async () => {
    document = await ann.createDocument('Blueprint');
    await goHome(ann);
    await row(ann, 'Her own').waitFor();
    await row(ann, 'Blueprint').getByText('The Works').waitFor();
    await choice(ann).selectOption({ label: 'The Works' });
    await row(ann, 'Her own').waitFor({ state: 'detached' });
    await row(ann, 'Blueprint').waitFor();
    await ann.picture('organisation-list');
  });

  it('takes in members, who then read what is in it', async () => {
    await ann.page.getByRole('button', { name: 'People and rights' }).click();
    await ann.page.getByLabel('E-mail of somebody').fill(bob.email);
    await ann.page.getByRole('button', { name: 'Add', exact: true }).click();
    await ann.page.getByLabel('People of the organisation').getByText('Bob Fitch').waitFor();
    await ann.picture('organisation-people');
    await bob.open(`${quireUrl}/d/${document}`);
    await bob.seesStatus('read-only');
  });

  it('gives them more by its default role, in their open windows', async () => {
    await ann.page.getByLabel('What its members may do').selectOption('editor');
    await bob.seesStatus('saved');
    await bob.types('Hello from Bob. ');
    await bob.seesStatus('saved');
  });

  it('is called something else when an admin says so', async () => {
    await ann.page.getByLabel('Name').fill('The Mill');
    await ann.page.keyboard.press('Tab');
    await ann.page.getByRole('heading', { name: 'The Mill' }).waitFor();
    await ann.page.getByRole('button', { name: 'Done' }).click();
    await row(ann, 'Blueprint').getByText('The Mill').waitFor();
  });

  it('offers members no way to change it, and lets them leave', async () => {
    await goHome(bob);
    await choice(bob).selectOption({ label: 'The Mill' });
    await bob.page.getByRole('button', { name: 'People and rights' }).click();
    await bob.page.getByLabel('People of the organisation').getByText('Ann Radcliffe').waitFor();
    assert.equal(await bob.page.getByRole('button', { name: 'Add', exact: true }).count(), 0);
    bob.page.once('dialog', (question) => question.accept());
    await bob.page.getByRole('button', { name: 'Leave this organisation' }).click();
    await bob.page.getByText('Nothing here yet').waitFor();
    assert.equal(await choice(bob).isVisible(), false);
  });

  it('keeps its last admin', async () => {
    await ann.page.getByRole('button', { name: 'People and rights' }).click();
    ann.page.once('dialog', (question) => question.accept());
    await ann.page.getByRole('button', { name: 'Leave this organisation' }).click();
    await ann.page.getByRole('alert').filter({ hasText: 'admin' }).waitFor();
    await ann.page.getByRole('button', { name: 'Done' }).click();
  });

  it('made the browsers complain of nothing but the refusal', () => {
    const refused = /status of 409 .*\/api\/v1\/organisations\//;
    assert.deepEqual(
      unexpected(ann.complaints).filter((each) => !refused.test(each)),
      [],
    );
    assert.deepEqual(unexpected(bob.complaints), []);
    assert.deepEqual([...ann.violations, ...bob.violations], []);
  });
});
