// A /collab client that knows exactly which of its edits were acknowledged, and keeps a witness: a
// document of all that it was told is saved, or was shown. Whatever the witness holds, the server's
// log must hold.
import WebSocket from 'ws'
import * as Y from 'yjs'
import { Auth, Sync, Type, authenticate, awareness, read, sync } from './frames.mjs'
import { socketUrl, token as newToken } from './quire.mjs'
import { until } from './until.mjs'

export class ExactClient {
  constructor (name, { user = 'exact', token = newToken(user), doc = new Y.Doc(), reconnect = true } = {}) {
    Object.assign(this, { label: `exact client ${user}`, name, token, doc, reconnect })
    this.witness = new Y.Doc()
    this.unsaved = [] // updates not yet acknowledged, oldest first
    this.awaiting = [] // what each SyncStatus to come is about: how many of the unsaved, at their head
    this.refusals = 0
    this.received = 0
    this.closes = []
    this.isSynced = false
    this.doc.on('update', (update, origin) => { if (origin !== this) this.send(update) })
  }

  connect () {
    this.wanted = true
    if (this.socket) return this
    const socket = this.socket = new WebSocket(`${socketUrl}/collab`)
    socket.binaryType = 'nodebuffer'
    socket.on('open', () => { socket.send(authenticate(this.name, this.token)) })
    socket.on('message', bytes => { if (this.socket === socket) this.onFrame(read(new Uint8Array(bytes))) })
    socket.on('error', () => {}) // a close follows
    socket.on('close', code => { if (this.socket === socket) this.onClose(code) })
    return this
  }

  disconnect () {
    this.wanted = false
    clearTimeout(this.timer)
    this.socket?.terminate()
    if (this.socket) this.onClose(1006)
  }

  leave () { this.disconnect() }

  onClose (code) {
    this.socket = undefined
    this.isOpen = this.isSynced = false
    this.scope = undefined
    this.awaiting = []
    this.closes.push(code)
    if (this.wanted && this.reconnect && (code < 4400 || code >= 4500)) this.timer = setTimeout(() => this.connect(), 100)
  }

  onFrame (frame) {
    if (frame.type === Type.auth && frame.auth === Auth.authenticated) {
      this.scope = frame.text
      this.isOpen = true
      this.socket.send(sync(this.name, Sync.step1, Y.encodeStateVector(this.doc)))
    } else if (frame.type === Type.auth && frame.auth === Auth.denied) {
      this.denied = frame.text
    } else if (frame.type === Type.sync && frame.step === Sync.step1) {
      this.awaiting.push(this.unsaved.length)
      this.socket.send(sync(this.name, Sync.step2, Y.encodeStateAsUpdate(this.doc, frame.payload)))
    } else if (frame.type === Type.sync) {
      this.received++
      Y.applyUpdate(this.witness, frame.payload)
      Y.applyUpdate(this.doc, frame.payload, this)
      if (frame.step === Sync.step2) this.isSynced = true
    } else if (frame.type === Type.close) {
      this.isEnded = true
    } else if (frame.type === Type.syncStatus) {
      this.onStatus(frame.applied)
    }
  }

  onStatus (applied) {
    if (this.awaiting.length === 0) throw new Error(`${this.label}: a SyncStatus for nothing that was sent`)
    const through = this.awaiting.shift()
    if (!applied) {
      this.refusals++
      return
    }
    const saved = this.unsaved.splice(0, through)
    this.awaiting = this.awaiting.map(count => Math.max(0, count - through))
    for (const update of saved) Y.applyUpdate(this.witness, update)
    this.savedEdits = (this.savedEdits ?? 0) + saved.length
  }

  send (update) {
    this.unsaved.push(update)
    if (!this.isOpen) return
    this.awaiting.push(this.unsaved.length)
    this.socket.send(sync(this.name, Sync.update, update))
  }

  /** Says in an awareness update which client id is its own, as stock clients do at once. */
  sayWhoIAm () { this.socket.send(awareness(this.name, this.doc.clientID, {})) }

  /** Sends bytes as they are: the reply, if there is one, is not counted. */
  sendRaw (bytes) { this.socket.send(bytes) }

  synced () { return this.isSynced }

  saved () { return this.isSynced && this.unsaved.length === 0 && this.awaiting.length === 0 }

  untilSynced (milliseconds) { return until(`${this.label} synced (closes ${this.closes}, denied ${this.denied})`, () => this.isSynced, milliseconds) }

  untilSaved (milliseconds) { return until(() => `${this.label} saved (${this.unsaved.length} unsaved, ${this.awaiting.length} awaited, closes ${this.closes})`, () => this.saved(), milliseconds) }
}

/** Opens one and waits for its first synchronisation. */
export const openExact = async (name, options) => {
  const client = new ExactClient(name, options).connect()
  await client.untilSynced()
  return client
}
