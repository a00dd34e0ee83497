// Somebody who types without a pause by either protocol, and does not take no for an answer: it types
// for as long as its socket is open, and comes back with the token that it has, whatever it was told.
import WebSocket from 'ws'
import * as Y from 'yjs'
import { Auth, Sync, Type, authenticate, read, sync } from './frames.mjs'

const TYPES_EVERY = 20
const COMES_BACK_AFTER = 50

export class Typist {
  /**
   * @param edge the edge's address, http://…
   * @param protocol `collab` or `yjs`
   */
  constructor (edge, protocol, document, token, label) {
    Object.assign(this, { edge: edge.replace(/^http/, 'ws'), protocol, document, token, label })
    this.doc = new Y.Doc()
    this.root = `by ${label}`
    this.doc.on('update', update => this.send(sync(this.name, Sync.update, update)))
    this.endings = [] // when and how its right to be here ended, as it was told
    this.refusals = 0
    this.wanted = true
    this.connect()
    this.timer = setInterval(() => this.type(), TYPES_EVERY)
  }

  get name () { return this.protocol === 'collab' ? this.document : null }

  connect () {
    const url = this.protocol === 'collab' ? `${this.edge}/collab` : `${this.edge}/yjs/${this.document}?token=${this.token}`
    const socket = this.socket = new WebSocket(url)
    socket.on('open', () => { this.protocol === 'collab' ? socket.send(authenticate(this.document, this.token)) : this.admitted() })
    socket.on('message', bytes => this.onFrame(read(new Uint8Array(bytes), this.protocol === 'collab')))
    socket.on('error', () => {}) // a close follows
    socket.on('close', code => this.onClose(code))
  }

  /** All that it has so far, as a client does that comes back. */
  admitted () {
    this.isOpen = true
    this.send(sync(this.name, Sync.update, Y.encodeStateAsUpdate(this.doc)))
  }

  onFrame (frame) {
    if (frame.type === Type.auth && frame.auth === Auth.authenticated) {
      this.scope = frame.text
      this.admitted()
    } else if (frame.type === Type.auth && frame.auth === Auth.denied) {
      this.ended('denied')
      this.socket.close()
    } else if (frame.type === Type.close) {
      this.ended('closed')
      this.socket.close()
    } else if (frame.type === Type.syncStatus && !frame.applied) {
      this.refusals++
    }
  }

  onClose (code) {
    this.isOpen = false
    if (!this.wanted) return
    this.ended(code)
    setTimeout(() => this.wanted && this.connect(), COMES_BACK_AFTER)
  }

  ended (how) { this.endings.push({ how, at: performance.now() }) }

  type () {
    if (this.isOpen) this.doc.getText(this.root).insert(0, 'x')
  }

  send (bytes) {
    if (this.isOpen && this.socket.readyState === WebSocket.OPEN) this.socket.send(bytes)
  }

  leave () {
    this.wanted = false
    clearInterval(this.timer)
    this.socket.terminate()
  }
}
