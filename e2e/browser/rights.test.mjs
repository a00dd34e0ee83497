import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, Someone, unexpected } from './quire.mjs';

describe('a right that changes while the document is open', () => {
  let browser;
  let alice;
  let bob;
  let documentId;
  let bobId;

  before(async () => {
    browser = await launchBrowser();
    alice = await Someone.at(browser, 'Alice Liddell');
    bob = await Someone.at(browser, 'Bob Cratchit');
    await alice.register();
    await bob.register();
    documentId = await alice.createDocument('Rights come and go');
    await alice.types('Begun. ');
    const answer = await alice.api('POST', `/documents/${documentId}/members`, { email: bob.email, role: 'editor' });
    bobId = (await answer.json()).userId;
    await bob.open(alice.page.url());
    await bob.types('Bob too. ');
    await bob.seesStatus('saved');
  });

  after(async () => {
    await browser?.close();
  });

  it('makes an editor a reader', async () => {
    await give('viewer');
    await bob.seesStatus('read-only');
    await bob.page.locator('.prose[contenteditable="false"]').waitFor();
    assert.equal(await bob.page.getByRole('toolbar').count(), 0);
  });

  it('makes a reader an editor', async () => {
    await give('editor');
    await bob.seesStatus('saved');
    await bob.types('Bob again. ');
    await alice.sees('Bob again.');
  });

  it('ends, and the page says so and keeps the text', async () => {
    const answer = await alice.api('DELETE', `/documents/${documentId}/members/${bobId}`);
    assert.equal(answer.status(), 204);
    await bob.page.getByText('your access to it has ended').waitFor();
    await bob.seesStatus('closed');
    await bob.sees('Bob again.');
    assert.equal(await bob.text.getAttribute('contenteditable'), 'false');
    await bob.picture('bob-removed');
  });

  it('returns when the owner gives it back and the person tries again', async () => {
    await alice.api('POST', `/documents/${documentId}/members`, { email: bob.email, role: 'editor' });
    await bob.page.getByRole('button', { name: 'Try again' }).click();
    await bob.seesStatus('saved');
    await bob.types('Back. ');
    await alice.sees('Back.');
  });

  it('ends for everybody with the document', async () => {
    const answer = await alice.api('DELETE', `/documents/${documentId}`);
    assert.equal(answer.status(), 204);
    await alice.page.getByText('This document was deleted').waitFor();
    await bob.page.getByText('This document was deleted').waitFor();
  });

  it('made neither window complain of anything but what was withdrawn', () => {
    for (const someone of [alice, bob]) {
      assert.deepEqual(someone.violations, []);
      // The page asks whether the document is still there, and the browser reports the answer.
      const rest = unexpected(someone.complaints).filter(
        (complaint) => !/status of 404 .*\/documents\//.test(complaint),
      );
      assert.deepEqual(rest, []);
    }
  });

  async function give(role) {
    const answer = await alice.api('PUT', `/documents/${documentId}/members/${bobId}`, { role });
    assert.equal(answer.status(), 200);
  }
});
