import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, quireUrl, Someone, unexpected } from './quire.mjs';

describe('two people in one document', () => {
  let browser;
  let alice;
  let bob;
  let documentId;
  let address;

  before(async () => {
    browser = await launchBrowser();
    alice = await Someone.at(browser, 'Alice Liddell');
    bob = await Someone.at(browser, 'Bob Cratchit', { colorScheme: 'dark' });
  });

  after(async () => {
    await browser?.close();
  });

  it('is served under a strict content security policy', async () => {
    const response = await alice.page.request.get(`${quireUrl}/`);
    const policy = response.headers()['content-security-policy'] ?? '';
    assert.match(policy, /default-src 'self'/);
    assert.match(policy, /require-trusted-types-for 'script'/);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/);
  });

  it('both register through the page, and Alice writes a document', async () => {
    await alice.register();
    await bob.register();
    documentId = await alice.createDocument('A tale of two windows');
    address = alice.page.url();
    await alice.types('# It was the best of times\nwrote Alice. ');
    await alice.seesStatus('saved');
  });

  it('Bob cannot open it before he is let in, and is told what to do', async () => {
    await bob.page.goto(address);
    await bob.page.getByText('Ask the person who sent you the link for access').waitFor();
    // The browser itself reports the 404 that this page is made of.
    bob.complaints = bob.complaints.filter((complaint) => !/status of 404/.test(complaint));
  });

  it('both type, and see the text and the caret of the other', async () => {
    const answer = await alice.api('POST', `/documents/${documentId}/members`, { email: bob.email, role: 'editor' });
    assert.ok(answer.ok(), `Bob is let in: ${answer.status()} ${await answer.text()}`);

    await bob.open(address);
    await bob.sees('It was the best of times');
    await bob.types('It was the worst of times, wrote Bob. ');
    await alice.sees('wrote Bob.');
    await alice.seesCaretOf(bob);

    await alice.types('And Alice went on. ');
    await bob.sees('And Alice went on.');
    await bob.seesCaretOf(alice);
    await alice.page.locator('.people .person[data-name="Bob Cratchit"]').waitFor();

    await alice.seesStatus('saved');
    await bob.seesStatus('saved');
    await alice.picture('alice-together');
    await bob.picture('bob-together');
  });

  it('both type at the same moment, and end with the same text', async () => {
    await Promise.all([alice.types('AAAAAAAAAAAAAAAAAAAA'), bob.types('BBBBBBBBBBBBBBBBBBBB')]);
    await alice.seesStatus('saved');
    await bob.seesStatus('saved');
    await waitUntil(async () => {
      const [hers, his] = await Promise.all([alice, bob].map(plainText));
      return hers === his && letters(hers, 'A') >= 20 && letters(hers, 'B') >= 20;
    }, 'both windows show all forty letters in the same order');
  });

  it('says "saving" until the server has the change, then "saved"', async () => {
    const statuses = await alice.recordStatuses();
    await alice.types('One more thing.');
    await alice.seesStatus('saved');
    const seen = await statuses.jsonValue();
    assert.deepEqual(seen.slice(0, 2), ['saved', 'saving']);
    assert.equal(seen.at(-1), 'saved');
    assert.deepEqual(new Set(seen), new Set(['saved', 'saving']));
  });

  it('says "offline" without a network, keeps what is typed, and brings it over afterwards', async () => {
    await alice.context.setOffline(true);
    await alice.seesStatus('offline');
    await alice.types(' Written in a tunnel.');
    await bob.types(' Written above ground.');
    await bob.seesStatus('saved');
    assert.equal(await alice.page.locator('.status').getAttribute('data-status'), 'offline');
    assert.equal(await bob.text.getByText('in a tunnel').count(), 0);
    await alice.picture('alice-offline');

    await alice.context.setOffline(false);
    await bob.sees('Written in a tunnel.');
    await alice.sees('Written above ground.');
    await alice.seesStatus('saved');
    await bob.seesStatus('saved');
    await waitUntil(async () => (await plainText(alice)) === (await plainText(bob)), 'both windows show the same');
  });

  it('shows everything again after a reload, which needs no password', async () => {
    const text = await plainText(alice);
    await alice.page.reload();
    await alice.sees('Written in a tunnel.');
    assert.equal(await plainText(alice), text);
    assert.equal(await alice.page.getByLabel('Title').inputValue(), 'A tale of two windows');
    await alice.seesStatus('saved');
    await alice.picture('alice-reloaded');
  });

  it('lets a reader read, and no more', async () => {
    const carol = await Someone.at(browser, 'Carol Reader');
    await carol.register();
    const answer = await alice.api('POST', `/documents/${documentId}/members`, { email: carol.email, role: 'viewer' });
    assert.ok(answer.ok(), `Carol is let in: ${answer.status()} ${await answer.text()}`);
    await carol.open(address);
    await carol.seesStatus('read-only');
    assert.equal(await carol.text.getAttribute('contenteditable'), 'false');
    assert.equal(await carol.page.getByRole('toolbar').count(), 0);
    await carol.picture('carol-reads');
    assert.deepEqual(unexpected(carol.complaints), []);
    assert.deepEqual(carol.violations, []);
    await carol.context.close();
  });

  it('signs out', async () => {
    await bob.page.goto(`${quireUrl}/`);
    await bob.page.getByRole('link', { name: 'A tale of two windows' }).waitFor();
    await bob.page.getByRole('button', { name: 'Sign out' }).click();
    await bob.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await bob.page.goto(address);
    await bob.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('made neither window complain', () => {
    for (const someone of [alice, bob]) {
      assert.deepEqual(someone.violations, [], `${someone.displayName}: content security policy`);
      assert.deepEqual(unexpected(someone.complaints), [], `${someone.displayName}: console`);
    }
  });
});

/** The text as it stands, without the names of carets in it. */
const plainText = (someone) =>
  someone.text.evaluate((prose) => {
    const copy = prose.cloneNode(true);
    for (const caret of copy.querySelectorAll('.caret')) caret.remove();
    return copy.textContent;
  });

const letters = (text, letter) => [...text].filter((each) => each === letter).length;

/** Asks until the answer is yes; each question is itself a round trip to the browsers. */
async function waitUntil(condition, what) {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) assert.ok(Date.now() < deadline, `not within 30 s: ${what}`);
}
