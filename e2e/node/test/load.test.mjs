// Editing load of two shapes, small enough for every run: nothing may be lost, and nobody waits long.
// The bounds are far above what a free machine needs; figures come from ./scripts/bench.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openExact } from '../lib/exact.mjs'
import { freshName } from '../lib/quire.mjs'
import { pause, until } from '../lib/until.mjs'

const P99_MILLISECONDS = 500

/** Each op is a time, appended to the writer's own array; whoever sees it knows how long it took. */
const load = async ({ documents, clients, writers, opsPerSecond, seconds }) => {
  const names = Array.from({ length: documents }, () => freshName('load'))
  const groups = await Promise.all(names.map(name => Promise.all(Array.from({ length: clients }, (_, i) => openExact(name, { user: `client-${i}` })))))
  const delays = []
  let sent = 0
  for (const group of groups) {
    group.forEach((client, i) => {
      client.doc.getArray('ops').observe(event => {
        if (event.transaction.origin !== client) return
        for (const { insert } of event.changes.delta) for (const at of insert ?? []) delays.push(performance.now() - at)
      })
    })
  }
  const started = performance.now()
  for (let due = started; due < started + seconds * 1000; due += 1000 / opsPerSecond) {
    await pause(Math.max(0, due - performance.now()))
    for (const group of groups) {
      for (let i = 0; i < writers; i++, sent++) group[i].doc.getArray('ops').push([performance.now()])
    }
  }
  const expected = sent * (clients - 1)
  await until(() => `all is delivered (${delays.length} of ${expected})`, () => delays.length >= expected)
  assert.equal(delays.length, expected)
  await Promise.all(groups.flat().map(client => client.untilSaved()))
  groups.flat().forEach(client => { assert.deepEqual(client.closes, []); client.leave() })
  delays.sort((a, b) => a - b)
  const at = share => delays[Math.floor(delays.length * share)].toFixed(1)
  console.log(`${documents} documents, ${clients} clients each: ${expected} deliveries, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`)
  assert.ok(Number(at(0.99)) < P99_MILLISECONDS, `p99 is ${at(0.99)} ms`)
}

test('many writers of one document', { timeout: 60_000 }, () => load({ documents: 1, clients: 30, writers: 5, opsPerSecond: 10, seconds: 4 }))

test('many documents', { timeout: 60_000 }, () => load({ documents: 60, clients: 3, writers: 1, opsPerSecond: 4, seconds: 4 }))
