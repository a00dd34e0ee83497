import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as Y from 'yjs';
import { launchBrowser, quireUrl, Someone, unexpected } from './quire.mjs';

/*
 * The Yjs binding of the editor deletes what its schema does not know, for everybody. The page must
 * notice before that, whether such content was there first or arrives while the document is open.
 */
describe('content that the editor cannot show', () => {
  let browser;
  let alice;
  let documentId;

  before(async () => {
    browser = await launchBrowser();
    alice = await Someone.at(browser, 'Alice Liddell');
    await alice.register();
    documentId = await alice.createDocument('With a table');
    await alice.types('Below comes a table.');
    await alice.seesStatus('saved');
  });

  after(async () => {
    await browser?.close();
  });

  it('closes the document when it arrives, and is kept', async () => {
    await addTable(await state());
    await alice.page.getByText('contains what this editor cannot show (table)').waitFor();
    await alice.seesStatus('closed');
    assert.deepEqual(await blocks(), ['paragraph', 'table']);
  });

  it('keeps the document from being opened, and is kept', async () => {
    await alice.page.reload();
    await alice.page.getByText('contains what this editor cannot show (table)').waitFor();
    assert.equal(await alice.text.count(), 0);
    assert.deepEqual(await blocks(), ['paragraph', 'table']);
  });

  it('made the window complain about nothing', () => {
    assert.deepEqual(alice.violations, []);
    assert.deepEqual(unexpected(alice.complaints), []);
  });

  async function state() {
    const answer = await alice.api('GET', `/documents/${documentId}/state`);
    assert.equal(answer.status(), 200);
    const document = new Y.Doc();
    Y.applyUpdate(document, await answer.body());
    return document;
  }

  async function addTable(document) {
    const before = Y.encodeStateVector(document);
    const fragment = document.getXmlFragment('default');
    fragment.insert(fragment.length, [new Y.XmlElement('table')]);
    const answer = await alice.page.request.post(`${quireUrl}/api/v1/documents/${documentId}/updates`, {
      headers: { authorization: `Bearer ${alice.token}`, 'content-type': 'application/octet-stream' },
      data: Buffer.from(Y.encodeStateAsUpdate(document, before)),
    });
    assert.equal(answer.status(), 200, await answer.text());
  }

  async function blocks() {
    return (await state())
      .getXmlFragment('default')
      .toArray()
      .map((block) => block.nodeName);
  }
});
