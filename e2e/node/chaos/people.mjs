// Clients of three kinds that keep a history: the exact one, and two that people use, unmodified,
// with a socket that shows what passes through it.
import WebSocket from 'ws'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from 'hocuspocus-4'
import { ExactClient } from '../lib/exact.mjs'
import { Sync, Type, read } from '../lib/frames.mjs'
import { socketUrl, token } from '../lib/quire.mjs'
import { openYWebsocket } from '../lib/stock.mjs'
import * as Y from 'yjs'
import { History } from './history.mjs'

const holdsContent = frame => frame.type === Type.sync && frame.step !== Sync.step1

/** Counts which of its edits each acknowledgement is about, by itself. */
export class ExactPerson extends ExactClient {
  constructor (name, user, onSaved) {
    super(name, { user })
    this.history = new History(this.label, this.doc, onSaved)
  }

  send (update) {
    this.history.edited(update)
    super.send(update)
  }

  onFrame (frame) {
    if (holdsContent(frame)) this.history.shown(frame.payload)
    const before = this.unsaved.length
    super.onFrame(frame)
    const saved = before - this.unsaved.length
    if (saved > 0) this.history.savedThrough(this.history.saved + saved)
  }
}

/**
 * A socket of the Hocuspocus provider, for several documents. Each Update and SyncStep2 that leaves
 * is answered by one SyncStatus, in order; a frame says "saved" of all edits made before it once the
 * SyncStep2 of this connection is answered, too: what was made while it was down goes with that.
 */
export class SharedSocket {
  constructor (user) {
    this.user = user
    this.people = new Map()
    const shared = this
    class Tapped extends WebSocket {
      constructor (...parameters) {
        super(...parameters)
        this.awaiting = new Map()
        this.on('message', data => shared.received(this, read(new Uint8Array(data))))
      }

      send (bytes, ...rest) {
        shared.sent(this, read(new Uint8Array(bytes)))
        super.send(bytes, ...rest)
      }
    }
    this.socket = new HocuspocusProviderWebsocket({ url: `${socketUrl}/collab`, WebSocketPolyfill: Tapped, delay: 200, minDelay: 100, maxDelay: 500 })
  }

  sent (connection, frame) {
    const person = this.people.get(frame.name)
    if (person === undefined || !holdsContent(frame)) return
    let awaiting = connection.awaiting.get(frame.name)
    if (awaiting === undefined) connection.awaiting.set(frame.name, awaiting = { frames: [], isWhole: false })
    awaiting.isWhole ||= frame.step === Sync.step2
    awaiting.frames.push(awaiting.isWhole ? person.history.edits : 0)
  }

  received (connection, frame) {
    const person = this.people.get(frame.name)
    if (person === undefined) return
    if (holdsContent(frame)) person.history.shown(frame.payload)
    if (frame.type !== Type.syncStatus) return
    const through = connection.awaiting.get(frame.name)?.frames.shift()
    if (frame.applied && through !== undefined) person.history.savedThrough(through)
  }

  open (name, onSaved) {
    const doc = new Y.Doc()
    const label = `HocuspocusProvider 4 ${this.user}`
    const history = new History(label, doc, onSaved)
    let provider
    // Before the provider's own listener, which sends the edit at once.
    doc.on('update', (update, origin) => { if (origin !== provider) history.edited(update) })
    provider = new HocuspocusProvider({ websocketProvider: this.socket, name, document: doc, token: token(this.user), broadcast: false })
    this.people.set(name, { history })
    provider.attach()
    return { label, doc, history, provider, synced: () => provider.isSynced, saved: () => history.made.length === 0 && provider.unsyncedChanges <= 0, leave: () => provider.destroy() }
  }

  leave () { this.socket.destroy() }
}

/** y-websocket knows no acknowledgement: it is only shown things. */
export const openYPerson = (name, user) => {
  const doc = new Y.Doc()
  const history = new History(`y-websocket ${user}`, doc, () => {})
  const client = openYWebsocket(name, {
    doc,
    user,
    onFrame: bytes => {
      const frame = read(bytes, false)
      if (holdsContent(frame)) history.shown(frame.payload)
    }
  })
  return Object.assign(client, { label: history.label, history })
}
