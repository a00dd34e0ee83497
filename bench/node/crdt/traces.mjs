// The keystroke traces as updates: replayed once in yjs, one update for each transaction, and kept in a folder
// from which every engine reads the same bytes. `<name>.updates` holds each update behind its length (32 bits, little
// endian), `<name>.state` the encoded document in the end, `<name>.text` its text.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import * as Y from 'yjs'

export const NAMES = ['automerge-paper', 'friendsforever']
const FIRST_CLIENT = 1001

const edit = (text, patches) => {
  for (const [index, deleted, inserted] of patches) {
    if (deleted > 0) text.delete(index, deleted)
    if (inserted !== '') text.insert(index, inserted)
  }
}

const document = client => {
  const doc = new Y.Doc()
  doc.clientID = client
  return doc
}

const replay = trace => {
  const doc = document(FIRST_CLIENT)
  const text = doc.getText('text')
  const updates = []
  doc.on('update', update => updates.push(update))
  for (const { patches } of trace.txns) doc.transact(() => edit(text, patches))
  return updates
}

/** A document for each author; before a transaction it is given the parents' history, as far as it lacks it. */
const replayConcurrent = trace => {
  const authors = Array.from({ length: trace.numAgents }, (_, i) => ({ doc: document(FIRST_CLIENT + i), seen: new Set() }))
  const updates = []
  let made = null
  for (const { doc } of authors) doc.on('update', (update, _origin, _doc, transaction) => { if (transaction.local) made.push(update) })
  trace.txns.forEach(({ agent, parents, patches }, index) => {
    const { doc, seen } = authors[agent]
    const missing = new Set()
    const open = [...parents]
    while (open.length > 0) {
      const at = open.pop()
      if (seen.has(at) || missing.has(at)) continue
      missing.add(at)
      open.push(...trace.txns[at].parents)
    }
    for (const at of [...missing].sort((a, b) => a - b)) {
      for (const update of updates[at]) Y.applyUpdate(doc, update)
      seen.add(at)
    }
    made = []
    updates.push(made)
    doc.transact(() => edit(doc.getText('text'), patches))
    seen.add(index)
  })
  return updates.flat()
}

const framed = updates => Buffer.concat(updates.flatMap(update => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(update.length)
  return [length, update]
}))

const unframed = buffer => {
  const updates = []
  for (let at = 0; at < buffer.length;) {
    const length = buffer.readUInt32LE(at)
    updates.push(new Uint8Array(buffer.buffer, buffer.byteOffset + at + 4, length))
    at += 4 + length
  }
  return updates
}

export const readTrace = (folder, name) => JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(folder, `${name}.json.gz`))))

/** Writes what isn't there yet. */
export const prepare = (traces, folder) => {
  fs.mkdirSync(folder, { recursive: true })
  for (const name of NAMES) {
    const file = path.join(folder, name)
    if (fs.existsSync(`${file}.text`)) continue
    const trace = readTrace(traces, name)
    const updates = trace.kind === 'concurrent' ? replayConcurrent(trace) : replay(trace)
    const doc = new Y.Doc()
    for (const update of updates) Y.applyUpdate(doc, update)
    const text = doc.getText('text').toString()
    if (text !== trace.endContent && trace.kind !== 'concurrent') throw new Error(`${name} ends in another text than its recording`)
    fs.writeFileSync(`${file}.updates`, framed(updates))
    fs.writeFileSync(`${file}.state`, Y.encodeStateAsUpdate(doc))
    fs.writeFileSync(`${file}.text`, text)
  }
}

export const read = (folder, name) => {
  const file = path.join(folder, name)
  return {
    updates: unframed(fs.readFileSync(`${file}.updates`)),
    state: new Uint8Array(fs.readFileSync(`${file}.state`)),
    text: fs.readFileSync(`${file}.text`, 'utf8')
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) prepare(process.env.QUIRE_BENCH_TRACES, process.env.QUIRE_BENCH_DATA)
