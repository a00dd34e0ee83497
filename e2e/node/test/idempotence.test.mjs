// The same update again, by either road, and a long time offline.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { assertSameBytes, assertSoundLog, untilEqual } from '../lib/content.mjs'
import { openExact } from '../lib/exact.mjs'
import { Sync, sync } from '../lib/frames.mjs'
import { freshName, idOf, log, post, revision } from '../lib/quire.mjs'
import { openHocuspocus } from '../lib/stock.mjs'
import { until } from '../lib/until.mjs'

const typed = text => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

test('the same update sent twice over a socket makes one revision and is acknowledged twice', async () => {
  const client = await openExact(freshName('twice'))
  await client.untilSaved()
  const id = await idOf(client.name)
  const update = typed('once')
  for (let i = 0; i < 2; i++) {
    client.awaiting.push(0)
    client.sendRaw(sync(client.name, Sync.update, update))
  }
  await until('both are acknowledged', () => client.awaiting.length === 0)
  assert.equal(client.refusals, 0)
  assert.equal(await revision(id), 1)
  assert.equal((await log(id)).length, 1)
  client.leave()
})

test('the same update posted twice makes one revision, which both answers name', async () => {
  const client = await openExact(freshName('posted'))
  const id = await idOf(client.name)
  const update = typed('posted')
  const answers = await Promise.all([post(id, update), post(id, update), post(id, update)])
  assert.deepEqual(answers, [1, 1, 1])
  assert.equal(await post(id, update), 1)
  assert.equal((await log(id)).length, 1)
  await until('the socket is shown it', () => client.doc.getText('text').toString() === 'posted')
  client.leave()
})

test('an update whose first part is missing is kept, and takes effect when that comes', async () => {
  const client = await openExact(freshName('pending'))
  const id = await idOf(client.name)
  const doc = new Y.Doc()
  const updates = []
  doc.on('update', update => updates.push(update))
  doc.getText('text').insert(0, 'first ')
  doc.getText('text').insert(6, 'second')
  assert.equal(await post(id, updates[1]), 1)
  assert.equal(await post(id, updates[1]), 1)
  assert.equal(await post(id, updates[0]), 2)
  await until('both parts are shown', () => client.doc.getText('text').toString() === 'first second')
  client.leave()
})

test('a client that was offline for 5,000 edits merges with what happened meanwhile', { timeout: 60_000 }, async () => {
  const name = freshName('offline')
  const traveller = openHocuspocus(4, name, { user: 'traveller' })
  await until('traveller synced', traveller.synced)
  traveller.disconnect()
  const resident = openHocuspocus(3, name, { user: 'resident' })
  await until('resident synced', resident.synced)
  for (let i = 0; i < 5_000; i++) traveller.doc.getText('text').insert(i, 'ab'[i % 2])
  for (let i = 0; i < 200; i++) resident.doc.getText('text').insert(0, 'R')
  await until('resident saved', resident.saved)
  traveller.connect()
  const id = await idOf(name)
  await untilEqual(id, [traveller, resident], 40_000)
  await assertSameBytes(id, [traveller, resident])
  assert.equal(traveller.doc.getText('text').length, 5_200)
  assertSoundLog(await log(id))
  traveller.leave()
  resident.leave()
})

test('more frames at once than the rate allows are read more slowly, and all acknowledged', { timeout: 60_000 }, async () => {
  const client = await openExact(freshName('frames'))
  for (let i = 0; i < 1_500; i++) client.doc.getText('text').insert(i, 'x')
  await client.untilSaved(40_000)
  const id = await idOf(client.name)
  await untilEqual(id, [client])
  assert.deepEqual(client.closes, [])
  client.leave()
})
