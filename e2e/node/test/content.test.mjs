// Content in and out over REST, beside people who edit the same document.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { openExact } from '../lib/exact.mjs'
import { freshName, post, revision, serverDoc, token, url } from '../lib/quire.mjs'
import { until } from '../lib/until.mjs'

const author = token('author')
const send = (method, path, type, body, as = author, headers = {}) =>
  fetch(`${url}/api/v1${path}`, { method, body, headers: { authorization: `Bearer ${as}`, ...(type && { 'content-type': type }), ...headers } })
const shown = async (id, format) => (await send('GET', `/documents/${id}/content?format=${format}`)).text()

const create = async content => {
  const name = freshName('content')
  const response = await send('POST', '/documents', 'application/json', JSON.stringify({ title: 'Content', name, content }))
  assert.equal(response.status, 201, await response.clone().text())
  return { name, ...(await response.json()) }
}

test('a document is created with its content, as one edit', async () => {
  const made = await create({ format: 'markdown', body: '# Tides\n\n- ebb\n- flow' })
  assert.equal(made.revision, 1)
  assert.equal(await revision(made.id), 1)
  assert.equal(await shown(made.id, 'html'), '<h1>Tides</h1><ul><li><p>ebb</p></li><li><p>flow</p></li></ul>')
  const reader = await openExact(made.name)
  await until('a client reads it', () => reader.doc.getXmlFragment('default').toString().includes('flow'))
  reader.leave()
})

test('bad content creates nothing and says what is wrong', async () => {
  const name = freshName('content')
  const body = JSON.stringify({ title: 'Content', name, content: { format: 'prosemirror', body: { type: 'paragraph' } } })
  const response = await send('POST', '/documents', 'application/json', body)
  assert.equal(response.status, 400)
  assert.match((await response.json()).detail, /"doc"/)
  assert.equal((await send('GET', `/documents/${name}`)).status, 404)
})

test('content that is put merges with what others typed before they saw it, and they see it at once', async () => {
  const made = await create({ format: 'text', body: 'first line\n\nsecond line\n\nthird line' })
  const typist = await openExact(made.name)
  const late = await serverDoc(made.id)
  const before = Y.encodeStateVector(late)
  late.getXmlFragment('default').get(2).get(0).insert(0, 'the typist\'s ')
  const put = await send('PUT', `/documents/${made.id}/content`, 'text/markdown', 'first **line**\n\nanother line\n\nthird line')
  assert.equal(put.status, 200)
  await until('the typist sees it', () => typist.doc.getXmlFragment('default').toString().includes('another'))
  await post(made.id, Y.encodeStateAsUpdate(late, before))
  assert.equal(await shown(made.id, 'text'), 'first line\n\nanother line\n\nthe typist\'s third line')
  assert.match(await shown(made.id, 'html'), /first <strong>line<\/strong>/)
  typist.leave()
})

test('who wants to overwrite only what he has seen is told when it has changed', async () => {
  const made = await create({ format: 'text', body: 'as it was' })
  const path = `/documents/${made.id}/content`
  const put = (body, tag) => send('PUT', path, 'text/plain', body, author, { 'if-match': tag })
  const tag = (await send('GET', path)).headers.get('etag')
  const both = await Promise.all([put('one', tag), put('two', tag)])
  assert.deepEqual(both.map(each => each.status).sort(), [200, 412])
  assert.match((await both.find(each => each.status === 412).json()).detail, /Read it again/)
  assert.equal(await revision(made.id), 2)
  assert.equal((await put('three', tag)).status, 412)
  const won = both.find(each => each.status === 200).headers.get('etag')
  assert.equal((await put('three', won)).status, 200)
  assert.equal((await put('four', '*')).status, 200)
  assert.equal(await shown(made.id, 'text'), 'four')
  const unchanged = await send('GET', `/documents/${made.id}`)
  assert.equal((await send('GET', `/documents/${made.id}`, null, null, author, { 'if-none-match': unchanged.headers.get('etag') })).status, 304)
})

test('putting what is there adds no revision', async () => {
  const made = await create({ format: 'html', body: '<p>As <em>it</em> is.</p>' })
  for (const [format, type] of [['html', 'text/html'], ['markdown', 'text/markdown'], ['text', 'text/plain; charset=utf-8'], ['prosemirror', 'application/json']]) {
    const put = await send('PUT', `/documents/${made.id}/content`, type, await shown(made.id, format))
    assert.deepEqual([format, put.status, await put.json()], [format, 200, { revision: 1 }])
  }
})

test('who may not edit may not put content, and what is no content is refused', async () => {
  const made = await create({ format: 'text', body: 'as it is' })
  const path = `/documents/${made.id}/content`
  const viewer = token('viewer', { '*': 'viewer' })
  assert.equal((await send('PUT', path, 'text/plain', 'changed', viewer)).status, 403)
  assert.equal((await send('PUT', path, 'text/plain', 'changed', token('stranger', { 'other-*': 'editor' }))).status, 404)
  assert.equal((await send('PUT', path, 'application/pdf', 'changed')).status, 415)
  assert.equal((await send('PUT', path, 'application/json', '{')).status, 400)
  assert.equal(await shown(made.id, 'text'), 'as it is')
})

test('scripts in what is put, or written straight into the document, are not in its HTML', async () => {
  const made = await create({ format: 'html', body: '<p onclick="x()">safe<script>alert(1)</script></p><img src=x onerror=alert(1)>' })
  const hostile = await openExact(made.name)
  await until('it is open', () => hostile.doc.getXmlFragment('default').length > 0)
  const image = new Y.XmlElement('image')
  image.setAttribute('src', 'javascript:alert(1)')
  hostile.doc.getXmlFragment('default').push([new Y.XmlElement('script'), image])
  await hostile.untilSaved()
  assert.equal(await shown(made.id, 'html'), '<p>safe</p><img src="x"><div data-node="script"></div>')
  hostile.leave()
})
