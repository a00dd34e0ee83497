// A viewer reads, and what it tries to write reaches nobody.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { openExact } from '../lib/exact.mjs'
import { freshName, idOf, post, revision, token } from '../lib/quire.mjs'
import { openHocuspocus, openYWebsocket } from '../lib/stock.mjs'
import { until } from '../lib/until.mjs'

const viewer = token('viewer', { '*': 'viewer' })

test('a viewer\'s edit is refused with SyncStatus(0) and reaches nobody, and what it knows is acknowledged', async () => {
  const writer = await openExact(freshName('view'))
  writer.doc.getText('text').insert(0, 'as it was')
  await writer.untilSaved()
  const reader = await openExact(writer.name, { user: 'viewer', token: viewer })
  assert.equal(reader.scope, 'readonly')
  assert.equal(writer.scope, 'read-write')
  await until('its first SyncStep2 holds nothing new, and is acknowledged', () => reader.awaiting.length === 0)
  assert.equal(reader.refusals, 0)
  reader.doc.getText('text').insert(0, 'changed: ')
  await until('it is refused', () => reader.refusals === 1)
  const id = await idOf(writer.name)
  assert.equal(await revision(id), 1)
  writer.doc.getText('text').insert(9, '.')
  await writer.untilSaved()
  assert.equal(writer.doc.getText('text').toString(), 'as it was.')
  writer.leave()
  reader.leave()
})

test('stock providers of a viewer are told that they may only read, and reach nobody', async () => {
  const writer = await openExact(freshName('view'))
  writer.doc.getText('text').insert(0, 'as it was')
  await writer.untilSaved()
  const readers = [2, 3, 4].map(version => openHocuspocus(version, writer.name, { token: viewer }))
  const plain = openYWebsocket(writer.name, { token: viewer })
  for (const reader of [...readers, plain]) {
    await until(`${reader.label} reads`, () => reader.doc.getText('text').toString() === 'as it was')
    reader.doc.getText('text').insert(0, 'changed: ')
  }
  readers.forEach(reader => assert.equal(reader.scope(), 'readonly', reader.label))
  writer.doc.getText('text').insert(9, '.')
  await writer.untilSaved()
  for (const reader of [...readers, plain]) await until(`${reader.label} reads on`, () => reader.doc.getText('text').toString().endsWith('was.'))
  assert.equal(writer.doc.getText('text').toString(), 'as it was.')
  assert.equal(await revision(await idOf(writer.name)), 2)
  for (const one of [...readers, plain, writer]) one.leave()
})

test('a viewer\'s post is refused, and who has no right finds no document', async () => {
  const writer = await openExact(freshName('view'))
  writer.doc.getText('text').insert(0, 'as it was')
  await writer.untilSaved()
  const id = await idOf(writer.name)
  const other = new Y.Doc()
  other.getText('text').insert(0, 'changed')
  const update = Y.encodeStateAsUpdate(other)
  await assert.rejects(post(id, update, viewer), { status: 403 })
  await assert.rejects(post(id, update, token('stranger', { 'other-*': 'editor' })), { status: 404 })
  assert.equal(await revision(id), 1)
  writer.leave()
})
