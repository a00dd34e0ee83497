/**
 * Random programs: several yjs replicas edit one document over a network that loses, repeats, delays and reorders,
 * until everything has reached everybody.
 */
import * as Y from 'yjs'
import { operate, PROFILES } from './operations.mjs'
import { outline } from './outline.mjs'
import { Random } from './random.mjs'
import { firstOf, isCrossed, loaded, newDoc, normalForm } from './replica.mjs'

/**
 * @param {number} seed
 * @param {number} operations how many operations the replicas perform together
 * @param {string} profileName a key of PROFILES
 * @returns what an implementation of Yjs must reproduce:
 *   updates: the local updates in a causal order,
 *   carriers: other encodings of parts of them (merged, differences, whole states with gaps),
 *   checkpoints: number of updates applied, and the document's bytes then,
 *   state, stateVector, content: the document when all is known,
 *   diffs: pairs of a state vector and what the document answers to it,
 *   operations: how many operations were run,
 *   drawn: how often each kind of operation, value and delivery was drawn.
 */
export const run = (seed, operations, profileName) => firstOf(seed, next => attempt(next, operations, profileName))

const attempt = (seed, operations, profileName) => {
  const random = new Random(seed)
  const profile = PROFILES[profileName]
  const replicas = []
  for (let i = random.between(2, 4); i > 0; i--) replicas.push(replica(random, profile, replicas))
  const updates = []
  const carriers = []
  const vectors = [new Uint8Array([0])]

  replicas.forEach(r => r.doc.on('update', (update, _origin, _doc, transaction) => {
    if (transaction.local) {
      updates.push(update)
      r.known.add(updates.length - 1)
    }
  }))

  for (let done = 0; done < operations;) {
    const r = random.pick(replicas)
    const burst = Math.min(operations - done, random.between(1, 6))
    if (random.chance(0.3)) {
      r.doc.transact(() => { for (let i = 0; i < burst; i++) operate(random, r.doc, profile) })
    } else {
      for (let i = 0; i < burst; i++) act(random, r, profile)
    }
    done += burst
    if (random.chance(0.5)) exchange(random, replicas, updates, carriers)
    if (random.chance(0.03)) vectors.push(Y.encodeStateVector(r.doc))
  }
  replicas.forEach(r => { if (r.undo !== null) { r.undo.destroy() } })
  random.shuffled(updates).forEach(update => replicas.forEach(r => Y.applyUpdate(r.doc, update)))

  const reference = newDoc()
  const checkpoints = []
  let crossed = false
  updates.forEach((update, i) => {
    Y.applyUpdate(reference, update)
    crossed ||= isCrossed(reference)
    if (random.chance(4 / updates.length)) {
      checkpoints.push([i + 1, normalForm(reference)])
      vectors.push(Y.encodeStateVector(reference))
    }
  })
  if (crossed) return null
  const state = normalForm(reference)
  const normal = loaded([state])
  if (!profile.undo) agree(replicas, state, seed)
  return {
    updates,
    carriers,
    checkpoints,
    state,
    stateVector: Y.encodeStateVector(reference),
    content: outline(reference),
    diffs: vectors.slice(0, 6).map(vector => [vector, Y.encodeStateAsUpdate(normal, vector)]),
    operations,
    drawn: random.drawn
  }
}

const clientID = random => random.pick([
  () => random.between(1, 300),
  () => random.below(4294967296),
  () => random.below(4294967296),
  () => 4294967296 + random.below(2097151) * 4294967296
])()

const replica = (random, profile, others) => {
  const doc = newDoc()
  do doc.clientID = clientID(random)
  while (others.some(other => other.doc.clientID === doc.clientID))
  const undo = profile.undo
    ? new Y.UndoManager([doc.getText('t'), doc.getArray('a'), doc.getMap('m'), doc.getXmlFragment('x')], { captureTimeout: 0 })
    : null
  return { doc, undo, known: new Set() }
}

const act = (random, r, profile) => {
  const choice = random.next()
  if (r.undo !== null && choice < 0.15) {
    random.note('undo')
    r.undo.undo()
  } else if (r.undo !== null && choice < 0.22) {
    random.note('redo')
    r.undo.redo()
  } else {
    operate(random, r.doc, profile)
  }
}

const exchange = (random, replicas, updates, carriers) => {
  const to = random.pick(replicas)
  const unknown = updates.map((_, i) => i).filter(i => !to.known.has(i))
  if (unknown.length === 0) return
  const way = random.next()
  if (way < 0.4) {
    // out of order, some of it lost for now, some of it twice
    const some = random.shuffled(unknown).slice(0, random.between(1, 8))
    if (some.length < unknown.length) random.note('delivery lost')
    if (some.some((i, at) => at > 0 && i < some[at - 1])) random.note('delivery reordered')
    some.forEach(i => {
      const twice = random.chance(0.2)
      if (twice) random.note('delivery repeated')
      for (let times = twice ? 2 : 1; times > 0; times--) Y.applyUpdate(to.doc, updates[i])
      to.known.add(i)
    })
  } else if (way < 0.6) {
    const some = unknown.filter(() => random.chance(0.6))
    if (some.length === 0) return
    random.note('delivery merged')
    const merged = Y.mergeUpdates(some.map(i => updates[i]))
    keep(random, carriers, merged)
    Y.applyUpdate(to.doc, merged)
    some.forEach(i => to.known.add(i))
  } else {
    random.note('delivery of a difference')
    const from = random.pick(replicas)
    const state = Y.encodeStateAsUpdate(from.doc, random.chance(0.8) ? Y.encodeStateVector(to.doc) : undefined)
    keep(random, carriers, state)
    Y.applyUpdate(to.doc, state)
    from.known.forEach(i => to.known.add(i))
  }
}

const keep = (random, carriers, update) => {
  if (carriers.length < 20 && random.chance(0.3)) carriers.push(update)
}

/** The oracle must not contradict itself: every replica ends with the bytes of the others. */
const agree = (replicas, state, seed) => replicas.forEach((r, i) => {
  if (Buffer.compare(normalForm(r.doc), state) !== 0) {
    const content = outline(r.doc) === outline(loaded([state])) ? 'equal' : 'different'
    throw new Error(`yjs disagrees with itself: seed ${seed}, replica ${i}, content ${content}`)
  }
})
