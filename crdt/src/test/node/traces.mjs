/**
 * What yjs makes of the recorded sessions: the hashes of all updates that it tells of on its way, and of its final
 * state. `npm run fixtures` writes them down.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { line } from './lines.mjs'
import { newDoc } from './replica.mjs'

const FOLDER = new URL('../resources/traces/', import.meta.url)

export const TRACES = ['automerge-paper', 'friendsforever']

/** Positions count code points, yjs counts UTF-16 units: the recordings hold nothing but ASCII, which this relies on. */
const edit = (text, patches) => patches.forEach(([at, deleted, inserted]) => {
  if (deleted > 0) text.delete(at, deleted)
  if (inserted !== '') text.insert(at, inserted)
})

/** Replays a session: a document for each agent, who before each edit receives what the recording says was seen. */
const replay = name => {
  const trace = JSON.parse(gunzipSync(readFileSync(new URL(name + '.json.gz', FOLDER))))
  const all = createHash('sha256')
  const updates = Array.from({ length: trace.numAgents ?? 1 }, () => [])
  const docs = updates.map((_, agent) => {
    const doc = newDoc()
    doc.clientID = agent + 1
    doc.getText('t')
    doc.on('update', (update, _origin, _doc, transaction) => {
      if (transaction.local) {
        updates[agent].push(update)
        all.update(update)
      }
    })
    return doc
  })
  const applied = docs.map(() => docs.map(() => 0))
  const versions = []
  const receive = (agent, version) => version.forEach((count, other) => {
    if (other !== agent) {
      while (applied[agent][other] < count) Y.applyUpdate(docs[agent], updates[other][applied[agent][other]++])
    }
  })
  for (const { agent = 0, parents = [], patches } of trace.txns) {
    const version = docs.map((_, other) => Math.max(other === agent ? updates[agent].length : 0, ...parents.map(parent => versions[parent][other])))
    receive(agent, version)
    const before = updates[agent].length
    docs[agent].transact(() => edit(docs[agent].getText('t'), patches))
    if (updates[agent].length === before) updates[agent].push(new Uint8Array([0, 0]))
    versions.push(version.map((count, other) => other === agent ? updates[agent].length : count))
  }
  receive(0, updates.map(list => list.length))
  return { text: docs[0].getText('t').toString(), isEnd: docs[0].getText('t').toString() === trace.endContent, updates: all.digest('hex'), state: Y.encodeStateAsUpdate(docs[0]) }
}

export const traceFixtures = () => TRACES.map(name => {
  const { isEnd, updates, state } = replay(name)
  return line('case', name) + line('ends', isEnd) + line('updates', updates) + line('state', createHash('sha256').update(state).digest('hex')) + line('bytes', state.length)
}).join('\n')
