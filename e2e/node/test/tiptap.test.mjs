// Quire and Tiptap on one document: each reads what the other wrote, as JSON and as HTML.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { freshName, post, serverDoc, token, url } from '../lib/quire.mjs'
import { seeded, testSeed } from '../lib/random.mjs'
import { shown } from '../lib/shown.mjs'
import { parse, read, toHtml, whole, write } from '../lib/tiptap.mjs'
import { Trees } from '../lib/trees.mjs'

const seed = testSeed('tiptap')
const documents = Number(process.env.QUIRE_TIPTAP_DOCUMENTS ?? 40)

const send = async (method, path, body, type = 'application/json') => {
  const response = await fetch(`${url}/api/v1${path}`, { method, body, headers: { authorization: `Bearer ${token('author')}`, ...(body && { 'content-type': type }) } })
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`)
  return response
}
const create = async content => (await (await send('POST', '/documents', JSON.stringify({ title: 'Tiptap', name: freshName('tiptap'), content }))).json()).id
const content = async (id, format) => (await send('GET', `/documents/${id}/content?format=${format}`)).text()
const json = async id => whole(JSON.parse(await content(id, 'prosemirror')))

const forEachDocument = async check => {
  for (let i = 0; i < documents; i++) {
    try {
      await check(whole(new Trees(seeded(seed + i)).document()))
    } catch (error) {
      error.message = `QUIRE_SEED=${seed + i} QUIRE_TIPTAP_DOCUMENTS=1: ${error.message}`
      throw error
    }
  }
}

/** Everything of the schema at once, with what random documents seldom have beside each other. */
const handMade = whole({
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'All ' }, { type: 'text', text: 'marks', marks: [{ type: 'italic' }, { type: 'underline' }] }] },
    { type: 'paragraph', content: ['bold', 'italic', 'strike', 'underline', 'subscript', 'superscript', 'highlight', 'code'].map(type => ({ type: 'text', text: type, marks: [{ type }] })) },
    { type: 'paragraph', content: [{ type: 'text', text: 'a link', marks: [{ type: 'link', attrs: { href: 'mailto:ada@example.org', title: 'to "Ada"' } }, { type: 'bold' }] }, { type: 'hardBreak' }, { type: 'text', text: 'to ' }, { type: 'mention', attrs: { id: '7', label: 'Ada <L>' } }, { type: 'text', text: '!' }] },
    { type: 'taskList', content: [{ type: 'taskItem', attrs: { checked: true }, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'done' }] }, { type: 'taskList', content: [{ type: 'taskItem', content: [{ type: 'paragraph' }] }] }] }] },
    { type: 'orderedList', attrs: { start: 3 }, content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'three' }] }, { type: 'codeBlock', attrs: { language: 'js' }, content: [{ type: 'text', text: 'let a = "<"\n\n  b' }] }] }] },
    { type: 'table', content: [{ type: 'tableRow', content: [{ type: 'tableHeader', attrs: { colspan: 2 }, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'wide' }] }] }] }, { type: 'tableRow', content: [{ type: 'tableCell', attrs: { colwidth: [90] }, content: [{ type: 'paragraph' }, { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph' }] }] }] }, { type: 'tableCell', content: [{ type: 'blockquote', content: [{ type: 'paragraph' }] }] }] }] },
    { type: 'image', attrs: { src: 'https://example.org/a.png', alt: 'a', title: 'b', width: 20, height: 10 } },
    { type: 'horizontalRule' },
    { type: 'paragraph' }
  ]
})

const tiptapWrites = async document => {
  const id = await create()
  await post(id, Y.encodeStateAsUpdate(write(document)), token('author'))
  assert.deepEqual(await json(id), document, 'as JSON')
  const html = await content(id, 'html')
  assert.deepEqual(parse(html), parse(toHtml(document)), 'as Tiptap reads its HTML')
  assert.deepEqual(shown(html), shown(toHtml(document)), 'as HTML')
}

const tiptapReads = async document => {
  const fromJson = await create({ format: 'prosemirror', body: JSON.stringify(document) })
  assert.deepEqual(read(await serverDoc(fromJson)), document, 'from JSON')
  const html = toHtml(document)
  const fromHtml = await create({ format: 'html', body: html })
  assert.deepEqual(read(await serverDoc(fromHtml)), parse(html), 'from HTML')
}

test('what Tiptap writes is read as Tiptap reads it', () => forEachDocument(tiptapWrites))
test('what is sent is to Tiptap what it would have read itself', () => forEachDocument(tiptapReads))

test('a document with everything in it goes both ways', async () => {
  await tiptapWrites(handMade)
  await tiptapReads(handMade)
})

test('what one puts over what the other wrote is what both read', () => forEachDocument(async document => {
  const id = await create({ format: 'prosemirror', body: JSON.stringify(handMade) })
  const doc = await serverDoc(id)
  const before = Y.encodeStateVector(doc)
  write(document, doc)
  await post(id, Y.encodeStateAsUpdate(doc, before), token('author'))
  assert.deepEqual(await json(id), document, 'Tiptap over Quire')
  await send('PUT', `/documents/${id}/content`, JSON.stringify(handMade))
  assert.deepEqual(read(await serverDoc(id)), handMade, 'Quire over Tiptap')
}))
