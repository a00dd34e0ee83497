// A WebSocket client on a bare TCP connection: cheap enough for thousands, and able to misbehave.
import { randomBytes } from 'node:crypto'
import net from 'node:net'

export const Opcode = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 }
const MAX_HEAD = 16_384

/** A frame as clients send it. The mask is zero: nobody between us and the server minds. */
export const masked = (opcode, payload, { reserved = 0 } = {}) => {
  const length = payload.length
  const extended = length > 65_535 ? 8 : length > 125 ? 2 : 0
  const frame = Buffer.alloc(6 + extended + length)
  frame[0] = 0x80 | reserved | opcode
  frame[1] = 0x80 | (extended === 8 ? 127 : extended === 2 ? 126 : length)
  if (extended === 2) frame.writeUInt16BE(length, 2)
  if (extended === 8) frame.writeBigUInt64BE(BigInt(length), 2)
  payload.copy(frame, 6 + extended)
  return frame
}

/** One connection: `onframe(payload)`, `onclose(code)`; answers pings by itself. */
export class Socket {
  closed = false
  onframe = () => {}
  onclose = () => {}
  #rest = null
  #upgraded
  #code = 1006

  /** @param address { host, port, path } */
  constructor (address, { extensions = '' } = {}) {
    this.tcp = net.connect({ host: address.host, port: address.port, noDelay: true })
    this.open = new Promise((resolve, reject) => {
      this.#upgraded = resolve
      this.tcp.on('close', () => {
        reject(new Error('refused'))
        if (this.closed) return
        this.closed = true
        this.onclose(this.#code)
      })
    })
    this.open.catch(() => {}) // Whoever waits for it hears of it; not everybody waits.
    this.tcp.on('error', () => {}) // A close follows.
    this.tcp.on('data', bytes => this.#read(bytes))
    this.tcp.write(`GET ${address.path} HTTP/1.1\r\nHost: ${address.host}:${address.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n${extensions && `Sec-WebSocket-Extensions: ${extensions}\r\n`}\r\n`)
  }

  send (payload) {
    return this.tcp.write(masked(Opcode.binary, payload))
  }

  end () {
    this.closed = true
    this.tcp.destroy()
  }

  #read (bytes) {
    let data = this.#rest ? Buffer.concat([this.#rest, bytes]) : bytes
    this.#rest = null
    if (this.#upgraded) {
      const end = data.indexOf('\r\n\r\n')
      if (end < 0 && data.length < MAX_HEAD) { this.#rest = data; return }
      if (!data.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) { this.tcp.destroy(); return }
      this.#upgraded(this)
      this.#upgraded = null
      data = data.subarray(end + 4)
    }
    while (data.length >= 2 && !this.closed) {
      const short = data[1] & 127
      const head = short === 127 ? 10 : short === 126 ? 4 : 2
      if (data.length < head) break
      const length = short === 127 ? Number(data.readBigUInt64BE(2)) : short === 126 ? data.readUInt16BE(2) : short
      if (data.length < head + length) break
      const payload = data.subarray(head, head + length)
      const opcode = data[0] & 15
      data = data.subarray(head + length)
      if (opcode === Opcode.binary) this.onframe(payload)
      else if (opcode === Opcode.ping) this.tcp.write(masked(Opcode.pong, payload))
      else if (opcode === Opcode.close) {
        this.#code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005
        this.tcp.end(masked(Opcode.close, payload.subarray(0, 2)))
      }
    }
    if (data.length > 0) this.#rest = data
  }
}

/** ws://host:port of a server, as the sockets want it. */
export const addressOf = (url, path) => {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port || 80), path }
}
