import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, Someone, unexpected } from './quire.mjs';
import { SocketBetween } from './socket-between.mjs';

/*
 * "Saved" may be shown only when the server has answered for every change. So these tests sit between
 * the page and the server and keep its answers back.
 */
describe('the save status', () => {
  let browser;
  let alice;
  let between;
  let documentId;

  before(async () => {
    browser = await launchBrowser();
    alice = await Someone.at(browser, 'Alice Liddell');
    between = await SocketBetween.install(alice.page);
    await alice.register();
    documentId = await alice.createDocument('What is saved');
    await alice.types('Begun. ');
    await alice.seesStatus('saved');
  });

  after(async () => {
    await browser?.close();
  });

  it('stays at "saving" while a single answer is missing, however long', async () => {
    between.holdVerdicts();
    await alice.types('abc');
    await between.heldVerdicts(3);
    await alice.seesStatus('saving');
    between.release(2);
    await between.passedOn(alice.page);
    assert.equal(await statusNow(alice), 'saving');
    between.releaseAll();
    await alice.seesStatus('saved');
  });

  it('warns who would leave with changes that are not saved, and nobody else', async () => {
    between.holdVerdicts();
    await alice.types('d');
    await between.heldVerdicts(1);
    const asked = alice.page.waitForEvent('dialog');
    const leaving = alice.page.close({ runBeforeUnload: true });
    const question = await asked;
    assert.equal(question.type(), 'beforeunload');
    await question.dismiss();
    await leaving;

    const askedAgain = alice.page.waitForEvent('dialog');
    const clicking = alice.page.getByRole('link', { name: 'All documents' }).click();
    const inPage = await askedAgain;
    assert.equal(inPage.type(), 'confirm');
    assert.match(inPage.message(), /not saved yet/);
    await inPage.dismiss();
    await clicking;
    assert.equal(await statusNow(alice), 'saving');

    between.releaseAll();
    await alice.seesStatus('saved');
  });

  it('does not take the first answer after a reconnect for the answer to everything', async () => {
    await between.cut();
    await alice.seesStatus('offline');
    await alice.types('xyz');
    between.holdVerdicts();
    between.mend();
    await between.heldVerdicts(1);
    const seen = await alice.recordStatuses();
    // Every verdict but the last: the page must go on saying that it is saving.
    await between.allVerdictsHeld();
    between.release(between.held - 1);
    await between.passedOn(alice.page);
    assert.equal(await statusNow(alice), 'saving');
    between.releaseAll();
    await alice.seesStatus('saved');
    assert.equal((await seen.jsonValue()).filter((status) => status === 'saved').length, 1);
  });

  it('has then told the truth: another window finds all of it', async () => {
    const other = await alice.context.newPage();
    await other.goto(alice.page.url());
    await other.locator('.prose').getByText('Begun. abcdxyz').waitFor();
    await other.close();
    assert.ok(documentId);
  });

  it('made the window complain about nothing', () => {
    assert.deepEqual(alice.violations, []);
    assert.deepEqual(unexpected(alice.complaints), []);
  });
});

const statusNow = (someone) => someone.page.locator('.status').getAttribute('data-status');
