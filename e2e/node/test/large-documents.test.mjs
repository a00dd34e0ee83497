// A document that is nearly as large as one may be (64 MiB of state), over the edge with its default limits.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { ExactClient } from '../lib/exact.mjs'
import { freshName, idOf, state, token, url } from '../lib/quire.mjs'
import { until } from '../lib/until.mjs'

const LIMIT = 64 * 1024 * 1024
const PARTS = 16
const PARAGRAPHS = 2_000 // of 2,000 characters: each part has 4 MB and a little
const PATIENCE = 120_000

const line = i => `${i} `.padEnd(2_000, 'the tide comes in and the tide goes out, ')
const paragraphs = from => Array.from({ length: PARAGRAPHS }, (_, i) => {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(line(from + i))])
  return paragraph
})
const text = (doc, i) => doc.getXmlFragment('default').get(i).get(0)
/** Sends an update, and again as long as the server is too busy: the same again adds nothing. */
const post = async (id, update) => {
  const headers = { authorization: `Bearer ${token('author')}`, 'content-type': 'application/octet-stream' }
  return until('the server takes it or refuses it', async () => {
    const response = await fetch(`${url}/api/v1/documents/${id}/updates`, { method: 'POST', headers, body: update })
    const answer = { status: response.status, body: await response.json() }
    return answer.status < 500 && answer
  }, PATIENCE)
}
/** What the server answers, as soon as it isn't too busy. */
const patiently = read => until('the server answers', () => read().catch(() => undefined), PATIENCE)
/** What a client that joins now is given. */
const fresh = async (t, name, user) => {
  const client = new ExactClient(name, { user }).connect()
  t.after(() => client.leave())
  await client.untilSynced(PATIENCE)
  return client
}

test('a document near the limit opens and is edited; past it an edit is refused, and all before it stays', async t => {
  const name = freshName('large')
  const other = await fresh(t, freshName('small'), 'neighbour')
  const first = await fresh(t, name, 'author')
  first.leave()
  const id = await patiently(() => idOf(name))
  const author = new Y.Doc()
  let update
  author.on('update', bytes => { update = bytes })
  for (let part = 0; part < PARTS; part++) {
    author.transact(() => author.getXmlFragment('default').push(paragraphs(part * PARAGRAPHS)))
    assert.deepEqual(await post(id, update), { status: 200, body: { revision: part + 1 } })
  }

  const reader = await fresh(t, name, 'reader')
  assert.equal(reader.doc.getXmlFragment('default').length, PARTS * PARAGRAPHS)
  const size = Y.encodeStateAsUpdate(reader.doc).length
  assert.ok(size > 0.95 * LIMIT && size < LIMIT, `${size} bytes`)

  const joining = new ExactClient(name, { user: 'joining' }).connect()
  t.after(() => joining.leave())
  for (let i = 0; i < 20; i++) {
    text(reader.doc, i * 1_000).insert(0, `edit ${i}: `)
    other.doc.getText('t').insert(0, 'x')
  }
  await other.untilSaved(PATIENCE)
  await reader.untilSaved(PATIENCE)
  await joining.untilSynced(PATIENCE)
  await until('who joined meanwhile has each edit', () => text(joining.doc, 19_000).toString().startsWith('edit 19: '), PATIENCE)
  assert.equal(text(joining.doc, 0).toString(), `edit 0: ${line(0)}`)

  author.transact(() => author.getXmlFragment('default').push(paragraphs(0)))
  const refused = await post(id, update)
  assert.deepEqual([refused.status, refused.body.type], [413, 'urn:quire:problem:document-too-large'])
  assert.match(refused.body.detail, /greatest size/)

  text(joining.doc, 7).insert(0, 'still: ')
  joining.doc.getXmlFragment('default').delete(31_000, 1_000)
  await joining.untilSaved(PATIENCE)
  await until('others see it', () => reader.doc.getXmlFragment('default').length === 31_000, PATIENCE)

  // Last of all, since who is refused has the edit still, and offers it again whenever there is a new synchronisation.
  reader.doc.getText('more').insert(0, 'y'.repeat(LIMIT - Y.encodeStateAsUpdate(reader.doc).length + 1_000_000))
  await until('the edit is refused on a socket, too', () => reader.refusals > 0, PATIENCE)
  reader.leave()
  const kept = await patiently(() => state(id))
  const copy = new Y.Doc()
  Y.applyUpdate(copy, kept.update)
  assert.deepEqual([...copy.share.keys()], ['default'])
  assert.ok(copy.getXmlFragment('default').toString() === joining.doc.getXmlFragment('default').toString())
})
