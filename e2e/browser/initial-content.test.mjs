import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, quireUrl, Someone, unexpected } from './quire.mjs';

/*
 * What a document is created with is written under a client id above 2^52 (ADR 24). The editor has to
 * show it once, edit it, undo in it, and show the others' carets in it.
 */
describe('a document that was created with content', () => {
  let browser;
  let alice;
  let bob;
  let documentId;

  before(async () => {
    browser = await launchBrowser();
    alice = await Someone.at(browser, 'Alice Liddell');
    bob = await Someone.at(browser, 'Bob Cratchit');
    await alice.register();
    await bob.register();
    const content = { format: 'markdown', body: '# Minutes\n\nThe moon pulls.' };
    const made = await alice.api('POST', '/documents', { title: 'Minutes', content });
    assert.equal(made.status(), 201, await made.text());
    documentId = (await made.json()).id;
    const joined = await alice.api('POST', `/documents/${documentId}/members`, { email: bob.email, role: 'editor' });
    assert.ok(joined.ok(), await joined.text());
  });

  after(async () => {
    await browser?.close();
  });

  it('is shown once, and edited by two who see each other in it', async () => {
    await alice.open(`${quireUrl}/d/${documentId}`);
    await bob.open(alice.page.url());
    await bob.types(' The tide comes.');
    await alice.sees('The moon pulls. The tide comes.');
    await alice.seesCaretOf(bob);
    await alice.types(' And goes.');
    await bob.sees('The moon pulls. The tide comes. And goes.');
    await bob.seesCaretOf(alice);
    await alice.seesStatus('saved');
    await bob.seesStatus('saved');
    assert.equal(await text(), 'Minutes\n\nThe moon pulls. The tide comes. And goes.');
  });

  it('lets what was deleted of it be brought back by an undo', async () => {
    await alice.text.focus();
    await alice.page.keyboard.press('Control+a');
    await alice.page.keyboard.press('Delete');
    await bob.text.getByText('The moon pulls.').waitFor({ state: 'detached' });
    await alice.page.keyboard.press('Control+z');
    // What Alice typed just before may belong to the same step, and go with it.
    await bob.sees('The moon pulls. The tide comes.');
    await alice.seesStatus('saved');
    assert.match(await text(), /^Minutes\n\nThe moon pulls\. The tide comes\./);
  });

  it('is all there after a reload', async () => {
    await bob.page.reload();
    await bob.sees('The moon pulls. The tide comes.');
    assert.equal(await bob.text.getByText('The moon pulls.').count(), 1);
  });

  it('the page about the API obeys its content security policy', async () => {
    await alice.page.goto(`${quireUrl}/api/docs`);
    await alice.page.getByRole('heading', { name: 'Quire API' }).waitFor();
    await alice.page.waitForLoadState('networkidle');
    // It has no icon, and browsers ask for one.
    alice.complaints = alice.complaints.filter((complaint) => !/status of 404 .*favicon/.test(complaint));
    assert.notEqual(await alice.page.evaluate(() => getComputedStyle(document.body).maxWidth), 'none');
  });

  it('made no window complain', () => {
    for (const who of [alice, bob]) {
      assert.deepEqual(who.violations, []);
      assert.deepEqual(unexpected(who.complaints), []);
    }
  });

  async function text() {
    const answer = await alice.api('GET', `/documents/${documentId}/content?format=text`);
    return answer.text();
  }
});
