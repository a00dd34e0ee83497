// What documents hold, for comparing them.
import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import { serverDoc, state } from './quire.mjs'
import { until } from './until.mjs'

/** The roots that the stories here edit. */
export const roots = doc => ({
  text: doc.getText('text'),
  xml: doc.getXmlFragment('default'),
  map: doc.getMap('map'),
  array: doc.getArray('array')
})

/** What a reader sees: text with its marks, XML, map and array. */
export const content = doc => {
  const { text, xml, map, array } = roots(doc)
  return { text: text.toDelta(), xml: xmlContent(xml), map: map.toJSON(), array: array.toJSON() }
}

const xmlContent = node => {
  if (node instanceof Y.XmlText) return node.toDelta()
  const children = node.toArray().map(xmlContent)
  return node instanceof Y.XmlElement ? { name: node.nodeName, attributes: node.getAttributes(), children } : children
}

/** Waits until all clients and the server, as it is read, hold one content; the error shows who does not. */
export const untilEqual = async (id, clients, milliseconds = 20_000, read = serverDoc) => {
  const settled = () => clients.every(client => client.synced() && (client.saved?.() ?? true))
  let last
  const equal = async () => {
    if (!settled()) return false
    const server = content(await read(id))
    last = [server, ...clients.map(client => content(client.doc))]
    return last.every(one => isDeepStrictEqual(one, server))
  }
  try {
    await until('all clients and the server hold the same', equal, milliseconds)
  } catch (error) {
    for (const client of clients) assert.ok(client.synced() && (client.saved?.() ?? true), `${client.label} is synced and saved; unsynced changes: ${client.provider?.unsyncedChanges}`)
    clients.forEach((client, i) => assert.deepEqual(last?.[i + 1], last?.[0], `${client.label} holds what the server holds`))
    throw error
  }
}

/** Equal to the byte: only where nobody formats (the formatting cleanup of clients depends on order). */
export const assertSameBytes = async (id, clients) => {
  const server = Buffer.from((await state(id)).update)
  for (const client of clients) {
    assert.ok(server.equals(Buffer.from(Y.encodeStateAsUpdate(client.doc))), `${client.label} holds the bytes of GET …/state`)
  }
}

/** The log's promises: revisions 1, 2, 3 … without a gap, epochs never decreasing, whole = state. */
export const assertSoundLog = (items, first = 1) => {
  let next = first
  items.forEach((item, i) => {
    assert.equal(item.fromRevision ?? item.revision, next, 'revisions have no gap')
    assert.ok(item.revision >= next, `an item ends where it begins or later (revision ${item.revision})`)
    next = item.revision + 1
    if (i > 0) assert.ok(item.epoch >= items[i - 1].epoch, `epochs never decrease (revision ${item.revision})`)
  })
}

/** Whether applying the update would change the document. */
export const holds = (doc, update) => {
  const before = Buffer.from(Y.encodeStateAsUpdate(doc))
  const copy = new Y.Doc()
  Y.applyUpdate(copy, before)
  Y.applyUpdate(copy, update)
  return before.equals(Buffer.from(Y.encodeStateAsUpdate(copy)))
}
