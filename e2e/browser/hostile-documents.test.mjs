import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as Y from 'yjs';
import { addresses, everything, markup } from './hostile/corpus.mjs';
import { json, writeInto } from './hostile/documents.mjs';
import { join, Playground } from './hostile/playground.mjs';
import { Api } from './hostile/api.mjs';
import { launchBrowser } from './quire.mjs';

const atOnce = 6;
const frames = 60;
const written = 40;
const together = 12;

/*
 * Documents written by somebody who means harm, shown by a browser that would do whatever they say. First the
 * corpus as it is, and in documents that are written out without care: there it does run, so the playground sees
 * what it looks for. Then what Quire makes of it, by every way in and every way out: nothing happens.
 */
describe('hostile documents', () => {
  let browser;
  let playground;
  let api;

  before(async () => {
    browser = await launchBrowser();
    playground = await Playground.open(browser);
    api = await Api.signIn();
  });

  after(async () => {
    await playground?.close();
    await browser?.close();
  });

  it('do run where nobody cleans them', async () => {
    const raw = [
      ...sample(markup, 2).map((body, i) => ({ label: `markup ${i}`, body })),
      ...sample(addresses, 2).map((address, i) => ({
        label: `address ${i}`,
        body: carelessLinks(address),
        ways: ['page'],
      })),
    ];
    const ran = await happenings(raw);
    const of = (kind) => new Set([...ran.keys()].filter((label) => label.startsWith(kind)).map(numberOf)).size;
    assert.ok(everything.length >= 300, `${everything.length} vectors`);
    assert.ok(of('markup') >= 75, `${of('markup')} of ${markup.length / 2} pieces of HTML did something`);
    assert.ok(of('address') >= 30, `${of('address')} of ${addresses.length / 2} addresses did something`);

    const careless = chunks(sample(everything, 10), 6).map((part, i) => ({
      label: `yjs ${i}`,
      body: carelessHtml(part),
    }));
    const caught = await happenings(careless);
    const pages = new Set([...caught.keys()].map((label) => label.replace(/ \(.*/, '')));
    careless.forEach(({ label }) => assert.ok(pages.has(label), `${label}, written out by yjs, does something`));
  });

  it('do nothing when they were written straight into the document, however they are shown', async () => {
    const shown = await inParallel(chunks(everything, written), async (part, i) => {
      const id = await api.create({
        title: `alert ${i} ${part[0]}`.replace(/[^\x20-\x7e]/g, ''),
        name: api.freshName(),
      });
      await api.write(id, (doc) => writeInto(doc.getXmlFragment('default'), part));
      await api.write(id, (doc) => doc.getXmlFragment('default').delete(0, 9));
      const version = await api.post(`/documents/${id}/versions`, { name: part[1].replace(/\0/g, '') });
      assert.equal(version.status, 201);
      const pages = [
        'content?format=html',
        'content?format=html&revision=1',
        'content?format=text',
        'content?format=prosemirror',
        'diff?from=0&format=html',
        'diff?from=1&format=html',
        'diff?from=1',
        'blame',
        'versions',
        'history',
      ];
      const answers = [];
      for (const page of pages) answers.push(await api.page(`${i} ${page}`, `/documents/${id}/${page}`));
      return answers;
    });
    await nothingHappens(shown.flat());
  });

  it('do nothing when they come as the JSON of ProseMirror or as text', async () => {
    const shown = await inParallel(chunks(everything, written), async (part, i) => {
      const id = await api.create({ title: 'JSON', name: api.freshName() });
      const put = await api.put(id, 'application/json', JSON.stringify(json(part)));
      assert.equal(put.status, 200, await put.text());
      const asJson = await api.page(`json ${i}`, `/documents/${id}/content?format=html`);
      await api.put(id, 'text/plain', part.join('\n\n'));
      return [asJson, await api.page(`text ${i}`, `/documents/${id}/content?format=html`)];
    });
    await nothingHappens(shown.flat());
  });

  for (const [name, type, wrap] of [
    ['HTML', 'text/html', (hostile) => hostile],
    ['Markdown', 'text/markdown', (hostile) => hostile],
    ['HTML, as an address', 'text/html', carelessLinks],
    ['Markdown, as an address', 'text/markdown', (hostile) => `[x](${hostile})\n\n![x](<${hostile}>)\n\n<${hostile}>`],
  ]) {
    it(`do nothing when they come as ${name}`, async () => {
      const part = name.endsWith('address') ? addresses : everything;
      const shown = await inParallel(chunks(part, Math.ceil(part.length / atOnce)), async (some, i) => {
        const id = await api.create({ title: name, name: api.freshName() });
        const pages = [];
        for (const [j, hostile] of some.entries()) {
          const put = await api.put(id, type, wrap(hostile));
          assert.equal(put.status, 200, `${hostile}: ${await put.text()}`);
          pages.push(await api.page(`${name} ${i}.${j} ${hostile}`, `/documents/${id}/content?format=html`));
        }
        return pages;
      });
      await nothingHappens(shown.flat());
    });
  }

  it('do nothing in lists and what a search shows', async () => {
    await api.until(async () => (await (await api.get('/documents?q=alert')).json()).items.some((item) => item.match));
    await nothingHappens([
      await api.page('search', '/documents?q=alert&limit=50'),
      await api.page('list', '/documents?limit=100'),
      await api.page('problem', `/documents/${encodeURIComponent('<script>alert(1)</script>')}/content`),
    ]);
  });

  async function happenings(things) {
    const all = new Map();
    for (const part of chunks(things, frames)) {
      (await playground.try(part)).forEach((what, label) => all.set(label, what));
    }
    return all;
  }

  async function nothingHappens(things) {
    assert.ok(things.length > 0);
    things.forEach(({ status, label }) => assert.equal(status, label === 'problem' ? 404 : 200, label));
    const different = [...new Map(things.map((thing) => [`${thing.type} ${thing.body}`, thing])).values()];
    const isShort = (thing) => thing.type.startsWith('text/html') && thing.body.length < 5_000;
    const joined = chunks(different.filter(isShort), together).map(join);
    assert.deepEqual(
      Object.fromEntries(await happenings([...joined, ...different.filter((one) => !isShort(one))])),
      {},
    );
  }
});

const sample = (all, each) => all.filter((one, i) => i % each === 0);
const numberOf = (label) => label.split(' ')[1];

function carelessLinks(address) {
  const quoted = address.replaceAll('"', '&quot;');
  return `<a href="${address}">x</a><a href="${quoted}">x</a><img src="${address}"><iframe src="${quoted}"></iframe>`;
}

/** What Yjs itself writes of such a document: nothing in it is escaped. */
function carelessHtml(hostiles) {
  const fragment = new Y.Doc().getXmlFragment('default');
  writeInto(fragment, hostiles);
  return fragment.toString();
}

function chunks(all, size) {
  return Array.from({ length: Math.ceil(all.length / size) }, (nothing, i) => all.slice(i * size, (i + 1) * size));
}

async function inParallel(parts, work) {
  const done = [];
  for (const some of chunks([...parts.entries()], atOnce)) {
    done.push(...(await Promise.all(some.map(([i, part]) => work(part, i)))));
  }
  return done.flat();
}
