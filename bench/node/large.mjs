// `./scripts/bench large`: what opening and editing a document takes, by its size, and others notice of it.
//
//   --megabytes <n,n,…>  sizes of state (1,10,30,60: a document of 60 has 63 of state, and its limit is 67.1)
//   --edits <n>          keystrokes in each, 20 a second (100)
//   --documents <n>      other documents (10) of --clients <n> (10), of whom --writers <n> (2) write --rate <n> times a second (5)
//
// Starts a Quire on an empty folder, fills the documents, and starts it anew: the first to open one has it read from the
// database, the second is brought up to date from what the owner holds. The others are timed before the first of them,
// and then while each is opened twice and edited. Server and clients share the machine.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { machine } from './lib/machine.mjs'
import { options } from './lib/options.mjs'
import { Crowd } from './load/honest.mjs'
import { EMPTY_STATE_VECTOR, NOTHING, keystroke } from './load/keystroke.mjs'
import { bytesOf, fill } from './load/large-document.mjs'
import { megabytes, start } from './load/server.mjs'
import { Socket, addressOf } from './load/socket.mjs'
import { Auth, Reader, Sync, Type, authenticate, sync, tokenOf } from './load/wire.mjs'

const WORDS_IN_A_PARAGRAPH = 300
const BYTES_OF_A_PARAGRAPH = 1_680
const chosen = options(process.argv.slice(2), {
  megabytes: '1,10,30,60', edits: 100, documents: 10, clients: 10, writers: 2, rate: 5
})
const sizes = String(chosen.megabytes).split(',').map(Number)
const root = new URL('../..', import.meta.url).pathname
const data = fs.mkdtempSync(path.join(os.tmpdir(), 'quire-large-'))
const begin = async () => {
  const settings = { QUIRE_DATA: data, QUIRE_LIMIT_BODY_BYTES: String(100 << 20), QUIRE_LIMIT_OUTPUT_BYTES: String(256 << 20) }
  return start(root, settings)
}

/** Opens a document; tells when the first and the last of its state was there, however many frames it came in. */
const open = (server, name, stateBytes) => new Promise((resolve, reject) => {
  const begun = performance.now()
  const socket = new Socket(addressOf(server.url, '/collab'))
  let received = 0
  let asked = false
  let first = NaN
  const client = { socket, unanswered: [], acknowledged: [] }
  socket.tcp.on('data', bytes => {
    received += bytes.length
    if (asked && Number.isNaN(first)) first = performance.now() - begun
    if (received >= stateBytes) resolve({ ...client, first, ms: performance.now() - begun })
  })
  socket.onclose = code => reject(new Error(`closed with ${code}`))
  socket.onframe = frame => {
    const reader = new Reader(frame)
    reader.blob()
    const type = reader.number()
    if (type === Type.syncStatus) client.acknowledged.push(performance.now() - client.unanswered.shift())
    else if (type === Type.auth && reader.number() === Auth.authenticated) {
      socket.send(sync(name, Sync.step1, EMPTY_STATE_VECTOR))
      asked = true
    } else if (type === Type.sync || type === Type.syncReply) {
      if (reader.number() === Sync.step1) {
        client.unanswered.push(NaN)
        socket.send(sync(name, Sync.step2, NOTHING))
      }
    }
  }
  socket.open.then(() => socket.send(authenticate(name, tokenOf(server.secret, 'reader'))), reject)
})

const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

/** Types at the document's end; the milliseconds that each acknowledgement took. */
const type = async (client, name) => {
  const writer = 1 + Math.floor(Math.random() * 1e9)
  client.acknowledged.length = 0
  for (let i = 0; i < chosen.edits; i++) {
    client.unanswered.push(performance.now())
    client.socket.send(sync(name, Sync.update, keystroke(writer, i)))
    await pause(50)
  }
  while (client.unanswered.length > 0) await pause(20)
  return client.acknowledged.filter(ms => !Number.isNaN(ms)).sort((a, b) => a - b)
}

let server = await begin()
try {
  console.log(machine())
  const states = new Map()
  for (const size of sizes) {
    const name = `large-${size}`
    console.log(await fill(server, Math.round(size * 1e6 / BYTES_OF_A_PARAGRAPH), { name, words: WORDS_IN_A_PARAGRAPH }))
    states.set(name, await bytesOf(server, name))
  }
  await server.stop()
  server = await begin()
  const crowd = new Crowd({ ...chosen, carets: 0, caretRate: 1, address: addressOf(server.url, '/collab'), token: tokenOf(server.secret, 'load') })
  await crowd.open()
  await crowd.measure(5)
  const seconds = chosen.edits / 20 + 5
  const alone = await crowd.measure(seconds)
  console.log(`others alone: acknowledged p50 ${alone.acknowledged.p50.toFixed(1)} ms, p99 ${alone.acknowledged.p99.toFixed(1)} ms`)
  for (const size of sizes) {
    const name = `large-${size}`
    const before = megabytes(server.pid)
    const beside = crowd.measure(seconds)
    const first = await open(server, name, states.get(name))
    const second = await open(server, name, states.get(name))
    const edits = await type(second, name)
    const others = await beside
    const at = share => edits[Math.min(edits.length - 1, Math.floor(edits.length * share))].toFixed(1)
    console.log(`${(states.get(name) / 1e6).toFixed(1)} MB: opened first in ${first.ms.toFixed(0)} ms (first byte ${first.first.toFixed(0)}), ` +
      `again in ${second.ms.toFixed(0)} ms (${second.first.toFixed(0)}); an edit acknowledged in ${at(0.5)} ms (median), p99 ${at(0.99)} of ${edits.length}; ` +
      `others' p99 ${others.acknowledged.p99.toFixed(1)} ms (${(others.acknowledged.p99 / alone.acknowledged.p99).toFixed(2)} times); ` +
      `resident ${before.toFixed(0)} → ${megabytes(server.pid).toFixed(0)} MB`)
    for (const client of [first, second]) client.socket.end()
  }
  crowd.close()
} finally {
  await server.stop()
  fs.rmSync(data, { recursive: true, force: true })
}
