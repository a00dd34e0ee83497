// What goes over /collab, made and read by hand: the load must cost the generator as little as may be.
import { createHmac } from 'node:crypto'

export const Type = { sync: 0, awareness: 1, auth: 2, syncReply: 4, close: 7, syncStatus: 8 }
export const Sync = { step1: 0, step2: 1, update: 2 }
export const Auth = { token: 0, denied: 1, authenticated: 2 }

/** Bytes that grow as they are written. */
export class Writer {
  #bytes = Buffer.allocUnsafe(256)
  #length = 0

  #room (more) {
    if (this.#length + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }

  byte (value) {
    this.#room(1)
    this.#bytes[this.#length++] = value
    return this
  }

  number (value) {
    while (value > 127) {
      this.byte((value % 128) | 128)
      value = Math.floor(value / 128)
    }
    return this.byte(value)
  }

  text (value) {
    return this.blob(Buffer.from(value))
  }

  blob (bytes) {
    this.number(bytes.length)
    this.#room(bytes.length)
    bytes.copy(this.#bytes, this.#length)
    this.#length += bytes.length
    return this
  }

  done () {
    return this.#bytes.subarray(0, this.#length)
  }
}

/** Reads the same; past the end it throws. */
export class Reader {
  constructor (bytes) {
    this.bytes = bytes
    this.at = 0
  }

  byte () {
    if (this.at >= this.bytes.length) throw new RangeError('the frame ends in the middle')
    return this.bytes[this.at++]
  }

  number () {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte()
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }

  blob () {
    const length = this.number()
    if (this.at + length > this.bytes.length) throw new RangeError('the frame ends in the middle')
    return this.bytes.subarray(this.at, this.at += length)
  }

  text () {
    return this.blob().toString()
  }
}

const frame = (name, type) => new Writer().text(name).number(type)

export const authenticate = (name, token) => frame(name, Type.auth).number(Auth.token).text(token).text('4.8.0').done()

export const sync = (name, step, payload) => frame(name, Type.sync).number(step).blob(payload).done()

export const leave = name => frame(name, Type.close).done()

/** A caret of somebody: one client's awareness state. */
export const caret = (name, client, clock, state) =>
  frame(name, Type.awareness).blob(new Writer().number(1).number(client).number(clock).text(JSON.stringify(state)).done()).done()

const part = value => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token as an application of one's own signs it: editor of every document. */
export const tokenOf = (secret, sub) => {
  const exp = Math.floor(Date.now() / 1000) + 3600
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub, name: sub, exp, documents: { '*': 'editor' } })}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}
