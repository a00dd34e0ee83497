import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, Someone, unexpected } from './quire.mjs';

describe('sharing a document and looking back at it', () => {
  let browser;
  let ann;
  let bob;

  before(async () => {
    browser = await launchBrowser();
    ann = await Someone.at(browser, 'Ann Radcliffe');
    bob = await Someone.at(browser, 'Bob Fitch');
    await ann.register();
    await bob.register();
    await ann.createDocument('The minutes');
    await ann.types('We met at nine. ');
    await ann.seesStatus('saved');
  });

  after(async () => {
    await browser?.close();
  });

  it('invites somebody as a reader, who then sees the text', async () => {
    await ann.page.getByRole('button', { name: 'Share' }).click();
    await ann.page.getByLabel('E-mail of somebody').fill(bob.email);
    await ann.page.getByLabel('Role of the person to invite').selectOption('viewer');
    await ann.page.getByRole('button', { name: 'Invite' }).click();
    await ann.page.getByLabel('People with access').getByText('Bob Fitch').waitFor();
    await ann.picture('share');

    await bob.open(ann.page.url());
    await bob.sees('We met at nine.');
    await bob.seesStatus('read-only');
  });

  it('says what to do about an address that nobody has', async () => {
    await ann.page.getByLabel('E-mail of somebody').fill('nobody@example.org');
    await ann.page.getByRole('button', { name: 'Invite' }).click();
    await ann.page.getByText('Ask them to register first').waitFor();
  });

  it('makes the reader an editor, in their open window', async () => {
    await ann.page.getByLabel('Role of Bob Fitch').selectOption('editor');
    await bob.seesStatus('saved');
    await bob.types('Bob came late. ');
    await bob.seesStatus('saved');
    await ann.page.getByRole('button', { name: 'Done' }).click();
    await ann.sees('Bob came late.');
  });

  it('offers a member who is not the owner no way to change the others', async () => {
    await bob.page.getByRole('button', { name: 'Share' }).click();
    await bob.page.getByLabel('People with access').getByText('Ann Radcliffe').waitFor();
    assert.equal(await bob.page.getByRole('button', { name: 'Invite' }).count(), 0);
    await bob.page.getByRole('button', { name: 'Done' }).click();
  });

  it('shows the text as each of them left it, and brings it back for both', async () => {
    await ann.page.getByRole('button', { name: 'History' }).click();
    const moments = ann.page.getByLabel('Earlier states').getByRole('button');
    await moments.first().waitFor();
    assert.match(await moments.first().textContent(), /Bob Fitch/);
    const then = ann.page.getByLabel('The text as it was');

    await moments.first().click();
    await then.getByText('Bob came late.').waitFor();
    await moments.last().click();
    await then.getByText('We met at nine.').waitFor();
    await then.getByText('Bob came late.').waitFor({ state: 'detached' });
    await ann.picture('history');

    await ann.page.getByRole('button', { name: 'Restore' }).click();
    await bob.text.getByText('Bob came late.').waitFor({ state: 'detached' });
    await bob.sees('We met at nine.');
  });

  it('removes a member, whose window closes', async () => {
    await ann.page.getByRole('button', { name: 'Share' }).click();
    await ann.page.getByRole('button', { name: 'Remove Bob Fitch' }).click();
    await bob.page.getByText('your access to it has ended').waitFor();
  });

  it('lets somebody in by a link, until the link is ended', async () => {
    const links = ann.page.getByLabel('Links', { exact: true });
    await ann.page.getByLabel('Role of the link').selectOption('editor');
    await ann.page.getByRole('button', { name: 'Make a link' }).click();
    await ann.page.getByLabel('The new link').waitFor();
    const address = await ann.page.getByLabel('The new link').inputValue();
    await ann.picture('share-link');

    await bob.page.goto(address);
    await bob.sees('We met at nine.');
    await bob.seesStatus('saved');
    await links.getByRole('button', { name: 'End' }).click();
    await bob.page.getByText('your access to it has ended').waitFor();
    await bob.page.goto(address);
    await bob.page.getByText('This link opens nothing').waitFor();
  });

  it('made neither window complain of anything but what was refused on purpose', () => {
    for (const someone of [ann, bob]) {
      assert.deepEqual(someone.violations, []);
      const rest = unexpected(someone.complaints).filter(
        (complaint) => !/status of 404 .*\/(documents|links)\//.test(complaint),
      );
      assert.deepEqual(rest, []);
    }
  });
});
