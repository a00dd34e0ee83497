// One document and the people at it.
import assert from 'node:assert/strict'
import * as Y from 'yjs'
import { assertSoundLog, untilEqual } from '../lib/content.mjs'
import { edit } from '../lib/edits.mjs'
import { docOf, freshName, idOf, log, presence, state } from '../lib/quire.mjs'
import { pause, until } from '../lib/until.mjs'
import { Contents } from './contents.mjs'
import { LogIndex } from './history.mjs'
import { ExactPerson, openYPerson } from './people.mjs'

const SETTLE_MILLIS = 120_000

export class Room {
  constructor (number, random, onSaved) {
    Object.assign(this, { number, random, onSaved, name: freshName(`chaos-${number}`), items: [], contents: new Contents(), index: new LogIndex(), server: new Y.Doc() })
  }

  /** The first edit of a new document's first opener makes it; the others come when it is there. */
  async open (socket) {
    const saved = kind => (made, at) => this.onSaved(this.number, kind, made, at)
    const exact = new ExactPerson(this.name, `ann-${this.number}`, saved('exact')).connect()
    await exact.untilSynced(30_000)
    this.id = await idOf(this.name)
    this.people = [exact, socket.open(this.name, saved('hocuspocus'))]
    if (this.number % 2 === 0) this.people.push(openYPerson(this.name, `dan-${this.number}`))
    await this.untilBack()
  }

  untilBack () {
    return Promise.all(this.people.map(person => until(() => `${person.label} is back in ${this.name}`, () => person.synced(), SETTLE_MILLIS)))
  }

  /** Each edit also counts itself in a ledger, where one that is applied twice shows. */
  startEditing (millis) {
    this.timers ??= this.people.map(person => {
      const one = () => person.doc.transact(() => {
        edit(person.doc, this.random)
        person.counted = (person.counted ?? 0) + 1
        person.doc.getArray('ledger').push([`${person.label}:${person.counted}`])
      })
      return setInterval(one, millis + this.random.below(millis))
    })
  }

  stopEditing () {
    this.timers?.forEach(clearInterval)
    this.timers = undefined
  }

  async settle () {
    this.stopEditing()
    const ready = () => this.people.every(person => person.synced() && (person.saved?.() ?? true))
    const laggards = () => this.people.filter(person => !(person.synced() && (person.saved?.() ?? true)))
    await until(() => `saved in ${this.name}: ${laggards().map(person => `${person.label} (synced ${person.synced()}, ${person.history.made.length} unsaved, counts ${person.provider?.unsyncedChanges}, closes ${person.closes})`)}`, ready, SETTLE_MILLIS)
    await untilEqual(this.id, this.people, SETTLE_MILLIS, async id => docOf(await retried(() => state(id))))
  }

  /** Until the server tells of all whose clients have an awareness. */
  async untilPresent () {
    const expected = this.people.filter(person => person.provider).map(person => person.doc.clientID)
    let told
    await until(() => `presence of ${expected} in ${this.name}, told of ${told}`, async () => {
      told = (await retried(() => presence(this.id))).map(one => one.clientId)
      return expected.every(client => told.includes(client))
    }, SETTLE_MILLIS)
  }

  /** Reads on in the log, and holds everything promised before that against it. */
  async check () {
    const until = Date.now() - 1
    const items = await this.readOn()
    assertSoundLog(items, this.items.length - items.length + 1)
    this.people.forEach(person => person.history.verify(this.index, until))
  }

  async readOn () {
    const items = await retried(() => log(this.id, this.items.length))
    const epoch = this.items.at(-1)?.epoch ?? 0
    if (items.length > 0) assert.ok(items[0].epoch >= epoch, `epochs never decrease (revision ${items[0].revision})`)
    for (const item of items) {
      assert.ok(this.contents.add(item.update), `revision ${item.revision} of ${this.name} holds something new: nothing is in the log twice`)
      Y.applyUpdate(this.server, item.update)
      this.index.add(item)
      this.items.push(item)
    }
    return items
  }

  /** When all is quiet: everybody's whole document, and the log from its beginning. */
  async verify () {
    await this.check()
    const before = Buffer.from(Y.encodeStateAsUpdate(this.server))
    for (const { label, history } of this.people) {
      const copy = new Y.Doc()
      Y.applyUpdate(copy, before)
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(history.witness))
      assert.ok(before.equals(Buffer.from(Y.encodeStateAsUpdate(copy))), `the log holds all that ${label} was shown or told is saved`)
    }
    const stored = await retried(() => state(this.id))
    assert.equal(stored.revision, this.items.length, 'the state stands at the log\'s last revision')
    assert.ok(before.equals(Buffer.from(stored.update)), 'the state is what the log makes')
    const again = await retried(() => log(this.id))
    assert.equal(again.length, this.items.length, 'the log is what it was')
    again.forEach((item, i) => assert.ok(item.epoch === this.items[i].epoch && Buffer.from(item.update).equals(Buffer.from(this.items[i].update)), `revision ${item.revision} is what it was`))
    this.verifyLedger()
  }

  verifyLedger () {
    const ledger = this.server.getArray('ledger').toArray()
    assert.equal(new Set(ledger).size, ledger.length, 'no edit is there twice')
    const made = this.people.reduce((sum, person) => sum + (person.counted ?? 0), 0)
    assert.equal(ledger.length, made, 'every edit is there')
  }

  leave () {
    this.stopEditing()
    this.people.forEach(person => person.leave())
  }
}

/** What reads through an edge that is just ending or has just woken is asked again; only the checks are strict. */
const retried = async work => {
  const deadline = Date.now() + SETTLE_MILLIS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > deadline || (error.status !== undefined && error.status < 500)) throw error
      await pause(200)
    }
  }
}
