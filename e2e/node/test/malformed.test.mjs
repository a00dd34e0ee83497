// 500 malformed frames on both protocols: nothing changes, and nobody else notices.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { openExact } from '../lib/exact.mjs'
import { Auth, Sync, Type, authenticate, read, sync } from '../lib/frames.mjs'
import { freshName, idOf, log, socketUrl, state, token, url } from '../lib/quire.mjs'
import { seeded, testSeed } from '../lib/random.mjs'
import { until } from '../lib/until.mjs'

const FRAMES = 500

/** A valid update of many kinds of content, to be broken. */
const victim = () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'victim')
  doc.getMap('map').set('key', { value: [1, 'two'] })
  doc.getXmlFragment('default').insert(0, [new Y.XmlElement('paragraph')])
  doc.getText('text').delete(1, 2)
  return Y.encodeStateAsUpdate(doc)
}

const varUint = (...numbers) => Uint8Array.from(numbers.flatMap(number => {
  const bytes = []
  for (; number > 127; number = Math.floor(number / 128)) bytes.push(number % 128 | 128)
  return [...bytes, number]
}))

const bytes = (random, length) => Uint8Array.from({ length }, () => random.below(256))

const rejectedByYjs = update => {
  try {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, update)
    Y.encodeStateAsUpdate(doc)
    return false
  } catch {
    return true
  }
}

/** Updates that no Yjs can read. */
const brokenUpdate = random => {
  const whole = victim()
  for (;;) {
    let update
    switch (random.below(6)) {
      case 0: update = whole.subarray(0, random.below(whole.length)); break // cut short
      case 1: update = varUint(2 ** 40, 1, 1, 0); break // more clients than bytes
      case 2: update = varUint(1, 2 ** 50, 7, 0); break // more structs than bytes
      case 3: update = Uint8Array.from([...varUint(1, 1, 7, 0), 31, 1, 1, 97, 0]); break // a content that does not exist
      case 4: update = Uint8Array.from([...varUint(1, 1, 7), 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]); break // a clock past all numbers
      default: {
        update = whole.slice()
        for (let i = 0; i < 3; i++) update[random.below(update.length)] = random.below(256)
      }
    }
    if (update.length > 0 && rejectedByYjs(update)) return update
  }
}

/** A frame that is malformed as the whole it is. */
const brokenFrame = (name, random) => {
  const prefix = name === null ? [] : [...varUint(Buffer.byteLength(name)), ...Buffer.from(name)]
  switch (random.below(7)) {
    case 0: return Uint8Array.from([...prefix, ...varUint(Type.sync, Sync.update), 200]) // a length without its bytes
    case 1: return Uint8Array.from([...prefix, ...varUint(Type.sync, 9), 1, 2, 3]) // an unknown step
    case 2: return Uint8Array.from([...prefix, ...varUint(77), ...bytes(random, 20)]) // an unknown type
    case 3: return Uint8Array.from([...prefix, ...varUint(Type.sync, Sync.step1), ...varUint(4), 255, 255, 255, 255]) // no state vector
    case 4: return Uint8Array.from([255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]) // no number
    case 5: return Uint8Array.from([...prefix, ...varUint(Type.awareness), ...varUint(3), 5, 5, 5]) // no awareness
    default: return sync(name, random.pick([Sync.update, Sync.step2]), brokenUpdate(random))
  }
}

const opened = async (address, name, prepare) => {
  const socket = new WebSocket(address)
  socket.binaryType = 'nodebuffer'
  const attacker = { socket, closed: undefined, refusals: 0, ready: false }
  socket.on('error', () => {}) // a close follows
  socket.on('close', code => { attacker.closed = code })
  socket.on('message', frame => prepare.onFrame?.(attacker, new Uint8Array(frame)))
  socket.on('open', () => prepare.onOpen(attacker))
  await until('the attacker is in', () => attacker.ready || attacker.closed !== undefined)
  return attacker
}

const doors = {
  collab: name => opened(`${socketUrl}/collab`, name, {
    onOpen: attacker => attacker.socket.send(authenticate(name, token('attacker'))),
    onFrame: (attacker, data) => {
      const frame = read(data)
      if (frame.type === Type.auth && frame.auth === Auth.authenticated) attacker.ready = true
      if (frame.type === Type.syncStatus && !frame.applied) attacker.refusals++
      if (frame.type === Type.syncStatus && frame.applied) attacker.applied = true
    }
  }),
  yjs: name => opened(`${socketUrl}/yjs/${name}?token=${token('attacker')}`, name, { onOpen: attacker => { attacker.ready = true } })
}

for (const [door, open] of Object.entries(doors)) {
  test(`${FRAMES} malformed frames on /${door} change nothing and disturb nobody`, { timeout: 120_000 }, async () => {
    const random = seeded(testSeed(`malformed on ${door}`))
    const bystander = await openExact(freshName('attacked'))
    bystander.doc.getText('text').insert(0, 'untouched')
    await bystander.untilSaved()
    const id = await idOf(bystander.name)
    const codes = new Set()
    let attacker = await open(bystander.name)
    for (let i = 0; i < FRAMES; i++) {
      if (attacker.closed !== undefined) {
        codes.add(attacker.closed)
        attacker = await open(bystander.name)
      }
      attacker.socket.send(random.next() < 0.02 ? 'text where bytes belong' : brokenFrame(door === 'yjs' ? null : bystander.name, random))
      if (random.next() < 0.5) await new Promise(setImmediate)
      if (i % 50 === 0) {
        bystander.doc.getText('text').insert(0, '.')
        await bystander.untilSaved(2_000)
      }
    }
    attacker.socket.terminate()
    assert.notEqual(attacker.applied, true, 'nothing malformed is acknowledged')
    for (const code of codes) assert.ok([1006, 1009, 4400, 4205].includes(code), `closed with ${code}`)
    assert.ok(codes.has(4400), `some were closed as malformed: ${[...codes]}`)
    bystander.doc.getText('text').insert(0, '.')
    await bystander.untilSaved(2_000)
    assert.deepEqual(bystander.closes, [])
    assert.equal(bystander.doc.getText('text').toString(), '.'.repeat(11) + 'untouched')
    const items = await log(id)
    assert.equal(items.length, 12)
    const server = new Y.Doc()
    Y.applyUpdate(server, (await state(id)).update)
    assert.equal(server.getText('text').toString(), '.'.repeat(11) + 'untouched')
    bystander.leave()
  })
}

test('malformed updates by REST are refused with 400 and a problem that says what is wrong', async () => {
  const random = seeded(testSeed('malformed by REST'))
  const bystander = await openExact(freshName('attacked'))
  bystander.doc.getText('text').insert(0, 'untouched')
  await bystander.untilSaved()
  const id = await idOf(bystander.name)
  for (let i = 0; i < 100; i++) {
    const response = await fetch(`${url}/api/v1/documents/${id}/updates`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token('attacker')}`, 'content-type': 'application/octet-stream' },
      body: brokenUpdate(random)
    })
    const problem = await response.json()
    assert.equal(response.status, 400, JSON.stringify(problem))
    assert.match(response.headers.get('content-type'), /^application\/problem\+json/)
    assert.ok(problem.detail.length > 10)
  }
  assert.equal((await log(id)).length, 1)
  bystander.leave()
})
