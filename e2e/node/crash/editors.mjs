// The people at work while the server is killed. Commands come as lines of JSON on standard input,
// one answer each on standard output:
//
//   {"do":"open","documents":3,"seed":1}   clients of every kind open each document
//   {"do":"edit","milliseconds":300}       all begin to edit, and go on; answers after that time
//   {"do":"freeze"}                        the server is gone: nobody edits or comes back by himself
//   {"do":"settle"}                        the server is back: all come back, save, and agree
//   {"do":"verify"}                        holds the log against what was acknowledged and seen
//   {"do":"close"}
//
// Between a kill and the verification everybody is frozen. Otherwise a client that came back would
// bring again what the server had lost, and hide the loss.
import assert from 'node:assert/strict'
import { createInterface } from 'node:readline'
import * as Y from 'yjs'
import { assertSoundLog, content, untilEqual } from '../lib/content.mjs'
import { edit } from '../lib/edits.mjs'
import { ExactClient } from '../lib/exact.mjs'
import { Sync, Type, read } from '../lib/frames.mjs'
import { freshName, idOf, log, state } from '../lib/quire.mjs'
import { seeded } from '../lib/random.mjs'
import { openHocuspocus, openYWebsocket } from '../lib/stock.mjs'
import { pause, until } from '../lib/until.mjs'

/**
 * A stock client as one of the editors. Its witness takes the frames as they arrive: the document's
 * own update events tell also of what follows from the client's unsaved edits, such as the end of a
 * word that somebody else put into a paragraph deleted here.
 */
const watched = (open, named) => {
  const witness = new Y.Doc()
  const client = open(bytes => {
    const frame = read(bytes, named)
    if (frame.type === Type.sync && frame.step !== Sync.step1) Y.applyUpdate(witness, frame.payload)
  })
  return Object.assign(client, { witness })
}

class Room {
  constructor (random, number) {
    Object.assign(this, { random, name: freshName(`crash-${number}`), read: 0, epoch: 0, server: new Y.Doc() })
  }

  async open () {
    const first = new ExactClient(this.name, { user: 'ann' }).connect()
    await first.untilSynced()
    this.id = await idOf(this.name)
    this.exact = [first, new ExactClient(this.name, { user: 'bob' }).connect()]
    this.stock = [
      watched(onFrame => openHocuspocus(4, this.name, { user: 'cleo', onFrame }), true),
      watched(onFrame => openYWebsocket(this.name, { user: 'dan', onFrame }), false)
    ]
    this.clients = [...this.exact, ...this.stock]
    await this.untilBack()
  }

  untilBack () {
    return Promise.all(this.clients.map(client => until(() => `${client.label} is back`, () => client.synced(), 30_000)))
  }

  startEditing () {
    this.timers ??= this.clients.map(client => setInterval(() => edit(client.doc, this.random), 8 + this.random.below(10)))
  }

  stopEditing () {
    this.timers?.forEach(clearInterval)
    this.timers = undefined
  }

  freeze () {
    this.stopEditing()
    this.clients.forEach(client => client.disconnect())
  }

  async settle () {
    this.stopEditing()
    this.clients.forEach(client => client.connect())
    await this.untilBack()
    await Promise.all(this.exact.map(client => client.untilSaved(30_000)))
    await untilEqual(this.id, this.clients, 30_000)
  }

  /** Reads on in the log and holds everything that was promised against it. */
  async verify () {
    const items = await log(this.id, this.read)
    assertSoundLog(items, this.read + 1)
    if (items.length > 0) assert.ok(items[0].epoch >= this.epoch, 'epochs never decrease')
    for (const item of items) Y.applyUpdate(this.server, item.update)
    this.read += items.length
    this.epoch = items.at(-1)?.epoch ?? this.epoch
    const before = Buffer.from(Y.encodeStateAsUpdate(this.server))
    for (const client of this.clients) {
      const copy = new Y.Doc()
      Y.applyUpdate(copy, before)
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(client.witness))
      assert.ok(before.equals(Buffer.from(Y.encodeStateAsUpdate(copy))), `the log holds all that ${client.label} was shown or told is saved: ${difference(this.server, copy)}`)
    }
    const stored = await state(this.id)
    assert.equal(stored.revision, this.read, 'the state stands at the log\'s last revision')
    assert.ok(before.equals(Buffer.from(stored.update)), 'the state is what the log makes')
  }

  /** At the end: the log from its beginning makes the same document. */
  async verifyWhole () {
    const items = await log(this.id)
    assertSoundLog(items)
    const doc = new Y.Doc()
    for (const item of items) Y.applyUpdate(doc, item.update)
    assert.deepEqual(content(doc), content(this.server))
  }
}

const difference = (without, withIt) => JSON.stringify({ log: [...Y.decodeStateVector(Y.encodeStateVector(without))], promised: [...Y.decodeStateVector(Y.encodeStateVector(withIt))] })

let rooms = []
const each = work => Promise.all(rooms.map(work))

const commands = {
  async open ({ documents, seed }) {
    const random = seeded(seed)
    rooms = Array.from({ length: documents }, (_, number) => new Room(random, number))
    await each(room => room.open())
  },
  async edit ({ milliseconds }) {
    rooms.forEach(room => room.startEditing())
    await pause(milliseconds)
  },
  async freeze () { rooms.forEach(room => room.freeze()) },
  settle: () => each(room => room.settle()),
  verify: () => each(room => room.verify()),
  async close () {
    await each(room => room.verifyWhole())
    rooms.forEach(room => room.clients.forEach(client => client.leave()))
  }
}

const totals = () => ({
  acknowledged: rooms.flatMap(room => room.exact).reduce((sum, client) => sum + (client.savedEdits ?? 0), 0),
  revisions: rooms.reduce((sum, room) => sum + room.read, 0)
})

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  try {
    await commands[command.do](command)
    console.log(JSON.stringify({ done: command.do, ...totals() }))
  } catch (error) {
    console.log(JSON.stringify({ failed: command.do, error: error.stack }))
  }
  if (command.do === 'close') process.exit(0)
}
