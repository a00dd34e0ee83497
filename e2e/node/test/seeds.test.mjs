// A document that began with content has it once, whoever comes with a history of his own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { openExact } from '../lib/exact.mjs'
import { freshName, revision, serverDoc, token, url } from '../lib/quire.mjs'
import { openAll, openHocuspocus, openYWebsocket } from '../lib/stock.mjs'
import { until } from '../lib/until.mjs'

const author = token('author')
const send = (method, path, body, type = 'application/json') =>
  fetch(`${url}/api/v1${path}`, { method, body, headers: { authorization: `Bearer ${author}`, 'content-type': type } })
const create = async (name = freshName('seeds'), body = 'Minutes of the meeting') => {
  const response = await send('POST', '/documents', JSON.stringify({ title: 'Seeds', name, content: { format: 'text', body } }))
  assert.equal(response.status, 201)
  return { name, ...(await response.json()) }
}
const text = async id => (await send('GET', `/documents/${id}/content?format=text`)).text()
const rich = doc => doc.getXmlFragment('default').toString()

/** A document in which somebody has written a paragraph and nothing else. */
const written = (words, doc = new Y.Doc()) => {
  const paragraph = new Y.XmlElement('paragraph')
  const characters = new Y.XmlText()
  paragraph.insert(0, [characters])
  doc.getXmlFragment('default').insert(0, [paragraph])
  characters.insert(0, words)
  return doc
}
const copyOf = async id => {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(await serverDoc(id)))
  return copy
}

test('stock clients edit what the server wrote, under an id above 2^52', async () => {
  const made = await create()
  const clients = openAll(made.name)
  try {
    await Promise.all(clients.map(client => until(`${client.label} synced`, client.synced)))
    for (const client of clients) client.doc.getXmlFragment('default').get(0).get(0).insert(7, `${client.label} `)
    await until('all have all', () => clients.every(client => clients.every(other => rich(client.doc).includes(other.label))))
    const doc = clients[0].doc
    const seed = Math.max(...doc.store.clients.keys())
    assert.ok(seed > 2 ** 52 && Number.isSafeInteger(seed))
    assert.ok([...doc.store.clients.keys()].filter(client => client > 2 ** 32).length === 1)

    const words = doc.getXmlFragment('default').get(0).get(0)
    const place = Y.createRelativePositionFromTypeIndex(words, 3)
    assert.equal(place.item.client, seed)
    for (const again of [Y.decodeRelativePosition(Y.encodeRelativePosition(place)), Y.createRelativePositionFromJSON(JSON.parse(JSON.stringify(Y.relativePositionToJSON(place))))]) {
      assert.equal(Y.createAbsolutePositionFromRelativePosition(again, doc).index, 3)
    }
    const awareness = new Awareness(new Y.Doc())
    awareness.setLocalState({ cursor: { anchor: Y.relativePositionToJSON(place) } })
    const other = new Awareness(new Y.Doc())
    applyAwarenessUpdate(other, encodeAwarenessUpdate(awareness, [awareness.clientID]), 'test')
    assert.equal(other.getStates().get(awareness.clientID).cursor.anchor.item.client, seed)
    awareness.destroy()
    other.destroy()

    const v2 = new Y.Doc()
    Y.applyUpdateV2(v2, Y.encodeStateAsUpdateV2(doc))
    assert.equal(rich(v2), rich(doc))
    const undo = new Y.UndoManager(v2.getXmlFragment('default'))
    v2.getXmlFragment('default').delete(0, 1)
    undo.undo()
    assert.equal(rich(v2), rich(doc))
    const snapshot = Y.decodeSnapshot(Y.encodeSnapshot(Y.snapshot(doc)))
    assert.equal(snapshot.sv.get(seed), doc.store.clients.get(seed).reduce((all, struct) => all + struct.length, 0))
  } finally {
    clients.forEach(client => client.leave())
  }
})

test('edits of the server have ids as those of clients', async () => {
  const made = await create()
  await send('PUT', `/documents/${made.id}/content`, 'Minutes of another meeting', 'text/plain')
  await send('POST', `/documents/${made.id}/edits`, JSON.stringify({ edits: [{ op: 'insert', content: { format: 'text', body: 'more' } }] }))
  const ids = [...(await serverDoc(made.id)).store.clients.keys()]
  assert.equal(ids.length, 3)
  assert.equal(ids.filter(id => id > 2 ** 32).length, 1)
})

test('a copy of another document, or of one of the same name before it was made anew, is refused, on every road, and told why', async () => {
  const first = await create()
  const copy = await copyOf(first.id)
  copy.getXmlFragment('default').get(0).get(0).insert(0, 'Old ')
  const second = await create(undefined, 'New minutes')
  const posted = await send('POST', `/documents/${second.id}/updates`, Y.encodeStateAsUpdate(copy), 'application/octet-stream')
  assert.equal(posted.status, 409)
  assert.equal((await posted.json()).type, 'urn:quire:problem:other-history')

  for (const version of [3, 4]) {
    const stale = openHocuspocus(version, second.name, { doc: await copyOf(first.id) })
    await until(`provider ${version} is told`, () => stale.refused.some(reason => reason.includes('local copy')))
    assert.equal(rich(stale.doc), '<paragraph>Minutes of the meeting</paragraph>')
    stale.leave()
  }
  const stale = openYWebsocket(second.name, { doc: await copyOf(first.id) })
  await until('y-websocket is told', () => stale.closes.includes(4409))
  assert.equal(rich(stale.doc), '<paragraph>Minutes of the meeting</paragraph>')
  stale.leave()
  assert.equal(await text(second.id), 'New minutes')
  assert.equal(await revision(second.id), 1)
})

test('who writes the initial content once more without having seen it is refused, and nothing is doubled', async () => {
  const made = await create()
  const eager = openHocuspocus(4, made.name, { doc: written('Minutes of the meeting') })
  await until('it is told', () => eager.refused.length > 0)
  eager.leave()
  assert.equal((await send('POST', `/documents/${made.id}/updates`, Y.encodeStateAsUpdate(written('Minutes of the meeting')), 'application/octet-stream')).status, 409)
  assert.equal(await text(made.id), 'Minutes of the meeting')
})

test('who types before the first synchronisation is welcome', async () => {
  const made = await create()
  const typists = ['Ann', 'Bob'].map(user => openHocuspocus(4, made.name, { user, doc: written(`${user} was here`) }))
  const unseeded = freshName('seeds')
  const twins = ['Ann', 'Bob'].map(user => openHocuspocus(4, unseeded, { user, doc: written('the same') }))
  try {
    await until('all of it is there', () => typists.every(typist => ['Ann was', 'Bob was', 'Minutes of'].every(words => rich(typist.doc).includes(words))))
    await until('both are there', () => twins.every(twin => rich(twin.doc) === '<paragraph>the same</paragraph><paragraph>the same</paragraph>'))
    for (const each of [...typists, ...twins]) assert.deepEqual(each.refused, [])
  } finally {
    for (const each of [...typists, ...twins]) each.leave()
  }
})

test('a document without initial content may become a copy of another', async () => {
  const made = await create()
  const copy = freshName('seeds')
  const editor = await openExact(copy)
  Y.applyUpdate(editor.doc, Y.encodeStateAsUpdate(await serverDoc(made.id)))
  const other = openYWebsocket(copy, { doc: await copyOf(made.id) })
  try {
    await until('the other is synchronised', other.synced)
    other.doc.getXmlFragment('default').get(0).get(0).insert(0, 'Copied: ')
    await until('its edit arrives', () => rich(editor.doc) === '<paragraph>Copied: Minutes of the meeting</paragraph>')
  } finally {
    editor.leave()
    other.leave()
  }
})
