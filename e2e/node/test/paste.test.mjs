// Somebody pastes 15 MB into one document: as one string, and as many paragraphs. Those who edit other documents are
// answered meanwhile, and the paste is kept whole; one longer than a frame may be is refused by name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { openExact } from '../lib/exact.mjs'
import { Auth, Sync, Type, authenticate, read, sync } from '../lib/frames.mjs'
import { freshName, idOf, socketUrl, state, token } from '../lib/quire.mjs'
import { until } from '../lib/until.mjs'

const PASTE_BYTES = 15_000_000
const FRAME_BYTES = 16 * 1024 * 1024
const OTHERS = 6
const BETWEEN_EDITS_MS = 20

/** A client that sends what was made before, so that this process has time for the others. */
const pasterOf = async name => {
  const paster = { answers: [] }
  const socket = paster.socket = new WebSocket(`${socketUrl}/collab`)
  socket.binaryType = 'nodebuffer'
  socket.on('open', () => socket.send(authenticate(name, token('paster'))))
  socket.on('error', () => {}) // A close follows.
  socket.on('close', code => { paster.closed = code })
  socket.on('message', bytes => {
    const frame = read(new Uint8Array(bytes))
    if (frame.type === Type.auth) paster.isIn = frame.auth === Auth.authenticated
    if (frame.type === Type.syncStatus) paster.answers.push({ applied: frame.applied, at: performance.now() })
  })
  await until('the paster is in', () => paster.isIn)
  return paster
}

const oneString = () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'x'.repeat(PASTE_BYTES))
  return { update: Y.encodeStateAsUpdate(doc), whole: pasted => pasted.getText('text').length === PASTE_BYTES }
}

const manyParagraphs = () => {
  const doc = new Y.Doc()
  const count = Math.floor(PASTE_BYTES / 250)
  const paragraphs = Array.from({ length: count }, (_, i) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(`${i} `.padEnd(230, 'words and '))])
    return paragraph
  })
  doc.getXmlFragment('default').insert(0, paragraphs)
  return { update: Y.encodeStateAsUpdate(doc), whole: pasted => pasted.getXmlFragment('default').length === count }
}

/** Somebody who types into a document of his own, and remembers when each edit was made and when it was saved. */
const typist = async () => {
  const client = await openExact(freshName('beside-a-paste'))
  const made = []
  const saved = []
  const onStatus = client.onStatus.bind(client)
  client.onStatus = applied => {
    onStatus(applied)
    while (saved.length < (client.savedEdits ?? 0)) saved.push(performance.now())
  }
  const timer = setInterval(() => {
    made.push(performance.now())
    client.doc.getText('text').insert(0, '.')
  }, BETWEEN_EDITS_MS)
  return {
    client,
    stop: () => clearInterval(timer),
    /** How many edits were both made and saved between two moments. */
    within: (from, to) => saved.filter((at, i) => made[i] >= from && at <= to).length
  }
}

for (const [what, make] of Object.entries({ 'one string': oneString, 'many paragraphs': manyParagraphs })) {
  test(`15 MB pasted as ${what} are kept, and others are answered meanwhile`, { timeout: 120_000 }, async () => {
    const { update, whole } = make()
    assert.ok(update.length >= PASTE_BYTES && update.length < FRAME_BYTES - 1000, `${update.length} bytes`)
    const name = freshName('pasted')
    const paster = await pasterOf(name)
    const typists = await Promise.all(Array.from({ length: OTHERS }, typist))
    const frame = sync(name, Sync.update, update)
    await until('everybody has typed', () => typists.every(one => one.client.savedEdits > 0))

    const sentAt = performance.now()
    paster.socket.send(frame)
    await until('the paste is answered', () => paster.answers.length > 0 || paster.closed !== undefined, 90_000)
    typists.forEach(one => one.stop())

    assert.equal(paster.closed, undefined)
    const [{ applied, at }] = paster.answers
    assert.ok(applied, 'the paste is taken')
    typists.forEach((one, i) => assert.ok(one.within(sentAt, at) > 0, `typist ${i} was answered within the ${Math.round(at - sentAt)} ms that the paste took`))
    await Promise.all(typists.map(one => one.client.untilSaved(30_000)))
    typists.forEach(one => { assert.deepEqual(one.client.closes, []); one.client.leave() })
    const pasted = new Y.Doc()
    Y.applyUpdate(pasted, (await state(await idOf(name))).update)
    assert.ok(whole(pasted), 'the server holds all of it')
    paster.socket.terminate()
  })
}

test('a paste longer than a message may be is refused with 1009, and says how long one may be', { timeout: 60_000 }, async () => {
  const name = freshName('pasted')
  const bystander = await openExact(name)
  const paster = await pasterOf(name)
  let reason
  paster.socket.on('close', (code, why) => { reason = why.toString() })
  paster.socket.send(sync(name, Sync.update, new Uint8Array(FRAME_BYTES)))
  await until('the paster is closed', () => paster.closed !== undefined, 30_000)
  assert.equal(paster.closed, 1009)
  assert.match(reason, new RegExp(`${FRAME_BYTES} bytes`))
  bystander.doc.getText('text').insert(0, 'untouched')
  await bystander.untilSaved()
  assert.deepEqual(bystander.closes, [])
  bystander.leave()
})
