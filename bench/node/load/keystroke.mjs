// A keystroke as a Yjs update of format v1, and whose keystrokes an update holds.
import { Reader, Writer } from './wire.mjs'

const STRING = 4
const HAS_ORIGIN = 0x80
const HAS_RIGHT_ORIGIN = 0x40
const HAS_PARENT_KEY = 0x20
const ROOT = 'text'

/** Appends one character to what this client wrote before: character number `clock` of it. */
export const keystroke = (client, clock) => {
  const update = new Writer().number(1).number(1).number(client).number(clock)
  if (clock === 0) update.byte(STRING).number(1).text(ROOT)
  else update.byte(STRING | HAS_ORIGIN).number(client).number(clock - 1)
  return update.text('a').number(0).done()
}

export const NOTHING = Buffer.from([0, 0])
export const EMPTY_STATE_VECTOR = Buffer.from([0])

/** Tells `seen(client, from, to)` of each run of characters in an update that has keystrokes only. */
export const characters = (update, seen) => {
  const reader = new Reader(update)
  for (let clients = reader.number(); clients > 0; clients--) {
    const structs = reader.number()
    const client = reader.number()
    let clock = reader.number()
    for (let i = 0; i < structs; i++) {
      const info = reader.byte()
      if ((info & 31) !== STRING) throw new Error(`kind ${info & 31} is no keystroke`)
      if (info & HAS_ORIGIN) { reader.number(); reader.number() }
      if (info & HAS_RIGHT_ORIGIN) { reader.number(); reader.number() }
      if (!(info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN))) {
        if (reader.number() === 1) reader.text()
        else { reader.number(); reader.number() }
        if (info & HAS_PARENT_KEY) reader.text()
      }
      const length = reader.blob().length
      seen(client, clock, clock + length)
      clock += length
    }
  }
}
