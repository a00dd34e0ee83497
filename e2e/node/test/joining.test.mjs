// A new client misses nothing that is committed while it joins: the join is held open at each step
// until another client's edits are acknowledged.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { openExact } from '../lib/exact.mjs'
import { Auth, Sync, Type, authenticate, read, sync } from '../lib/frames.mjs'
import { freshName, idOf, socketUrl, token } from '../lib/quire.mjs'
import { seeded, testSeed } from '../lib/random.mjs'
import { until } from '../lib/until.mjs'

/** Joins step by step; `hold` is awaited between the steps. */
const join = async (name, hold) => {
  const doc = new Y.Doc()
  const socket = new WebSocket(`${socketUrl}/collab`)
  socket.binaryType = 'nodebuffer'
  const frames = []
  let synced = false
  socket.on('message', bytes => {
    const frame = read(new Uint8Array(bytes))
    frames.push(frame)
    if (frame.type !== Type.sync) return
    if (frame.step === Sync.step1) socket.send(sync(name, Sync.step2, Y.encodeStateAsUpdate(doc, frame.payload)))
    else Y.applyUpdate(doc, frame.payload)
    if (frame.step === Sync.step2) synced = true
  })
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
  await hold('the socket is open')
  socket.send(authenticate(name, token('joiner')))
  await hold('the token is sent')
  await until('authenticated', () => frames.some(frame => frame.type === Type.auth && frame.auth === Auth.authenticated))
  await hold('the right is given')
  socket.pause()
  socket.send(sync(name, Sync.step1, Y.encodeStateVector(doc)))
  await hold('the state is asked for, and not read')
  socket.resume()
  await hold('the state is being read')
  await until('synced', () => synced)
  await hold('synced')
  return { doc, leave: () => socket.terminate() }
}

test('what is committed at any step of a join is in what the new client holds', async () => {
  const writer = await openExact(freshName('join'))
  const text = writer.doc.getText('text')
  text.insert(0, 'x'.repeat(2_000))
  await writer.untilSaved()
  const steps = new Set()
  const joiner = await join(writer.name, async step => {
    steps.add(step)
    for (let i = 0; i < 5; i++) text.insert(text.length, `${step}, ${i}. `)
    await writer.untilSaved()
  })
  assert.equal(steps.size, 6)
  await until('the joiner holds all of it', () => joiner.doc.getText('text').toString() === text.toString())
  joiner.leave()
  writer.leave()
})

test('150 clients that join while others write without a pause miss nothing', { timeout: 60_000 }, async () => {
  const random = seeded(testSeed('joining'))
  const name = freshName('race')
  const writers = await Promise.all(['one', 'two', 'three'].map(user => openExact(name, { user })))
  const typing = setInterval(() => writers.forEach(writer => writer.doc.getText('text').insert(random.below(writer.doc.getText('text').length + 1), 'ab')), 4)
  const joiners = []
  for (let wave = 0; wave < 30; wave++) {
    joiners.push(...await Promise.all(Array.from({ length: 5 }, () => join(name, () => random.next() < 0.3 ? new Promise(setImmediate) : undefined))))
  }
  clearInterval(typing)
  await Promise.all(writers.map(writer => writer.untilSaved()))
  await until('the writers agree', () => writers.every(writer => writer.doc.getText('text').length === writers[0].doc.getText('text').length))
  const expected = writers[0].doc.getText('text').toString()
  await until('all joiners hold all of it', () => joiners.every(joiner => joiner.doc.getText('text').toString() === expected))
  assert.equal(joiners.length, 150)
  assert.ok(await idOf(name))
  for (const one of [...joiners, ...writers]) one.leave()
})
