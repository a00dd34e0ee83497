// The frames of both protocols, made and read by hand: for clients that count acknowledgements, stop
// in the middle of a join, or misbehave.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export const Type = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, syncReply: 4, stateless: 5, close: 7, syncStatus: 8 }
export const Sync = { step1: 0, step2: 1, update: 2 }
export const Auth = { token: 0, denied: 1, authenticated: 2 }

const frame = (name, write) => {
  const encoder = encoding.createEncoder()
  if (name !== null) encoding.writeVarString(encoder, name)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

/** `name` is the document's in a Hocuspocus frame, and null in a y-websocket frame. */
export const authenticate = (name, token) => frame(name, encoder => {
  encoding.writeVarUint(encoder, Type.auth)
  encoding.writeVarUint(encoder, Auth.token)
  encoding.writeVarString(encoder, token)
  encoding.writeVarString(encoder, '4.8.0')
})

export const sync = (name, step, payload) => frame(name, encoder => {
  encoding.writeVarUint(encoder, Type.sync)
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, payload)
})

/** A client's own state, as its first awareness update holds it. */
export const awareness = (name, client, state) => frame(name, encoder => {
  encoding.writeVarUint(encoder, Type.awareness)
  const update = encoding.createEncoder()
  encoding.writeVarUint(update, 1)
  encoding.writeVarUint(update, client)
  encoding.writeVarUint(update, 1)
  encoding.writeVarString(update, JSON.stringify(state))
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(update))
})

/** What a server's frame says; a y-websocket frame is not `named`. */
export const read = (bytes, named = true) => {
  const decoder = decoding.createDecoder(bytes)
  const name = named ? decoding.readVarString(decoder) : null
  const type = decoding.readVarUint(decoder)
  if (type === Type.sync || type === Type.syncReply) {
    return { name, type: Type.sync, step: decoding.readVarUint(decoder), payload: decoding.readVarUint8Array(decoder) }
  }
  if (type === Type.auth) {
    return { name, type, auth: decoding.readVarUint(decoder), text: decoding.hasContent(decoder) ? decoding.readVarString(decoder) : '' }
  }
  if (type === Type.syncStatus) return { name, type, applied: decoding.readVarUint(decoder) === 1 }
  return { name, type }
}
