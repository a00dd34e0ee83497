/**
 * A random program, told update by update, with what yjs says about moments and places of the document on the way:
 *
 *   update <bytes>                             the next update
 *   event <bytes>                              what the document that collects nothing told of it, in format v2
 *   snapshot <v1> <v2>                         a snapshot of the document that collects nothing, as it is now
 *   position <path> <index> <assoc> <bytes>    a relative position made now in the document that collects
 * and then, of the whole documents:
 *   restored <n> <state> <content>             the document at the n-th snapshot
 *   contains <n> <true|false>...               whether the n-th snapshot contains each of the updates
 *   delta <later> <earlier> <marks> <delta>    the text between two snapshots; - for none; marks: kind, client
 *   absolute <bytes> <index|-> <assoc>         where a position is now
 *   filtered <state>                           a document whose filter spares the odd clients
 *   swept <state>                              the same after collecting all that it deleted, without a filter
 */
import * as Y from 'yjs'
import { line } from './lines.mjs'
import { shallowDelta, outline, root, ROOTS } from './outline.mjs'
import { run } from './program.mjs'
import { Random } from './random.mjs'
import { loaded, newDoc, normalForm } from './replica.mjs'

const MOMENTS = 5
const spareOdd = item => item.id.client % 2 === 0

export const history = (seed, operations, profile) => {
  const random = new Random(seed ^ 0x5ee)
  const { updates } = run(seed, operations, profile)
  const told = []
  const kept = newDoc({ gc: false })
  const doc = newDoc()
  ROOTS.forEach(([kind, name]) => { root(kept, kind, name); root(doc, kind, name) })
  const snapshots = []
  const positions = []
  kept.on('updateV2', update => told.push(line('event', update)))
  updates.forEach(update => {
    told.push(line('update', update))
    Y.applyUpdate(kept, update)
    Y.applyUpdate(doc, update)
    if (random.chance(MOMENTS / updates.length)) {
      const snapshot = Y.snapshot(kept)
      snapshots.push(snapshot)
      told.push(line('snapshot', Y.encodeSnapshot(snapshot), Y.encodeSnapshotV2(snapshot)))
    }
    if (random.chance(0.3)) positions.push(position(random, doc, told))
  })
  const normal = loaded([Y.encodeStateAsUpdate(kept)], { gc: false })
  ROOTS.forEach(([kind, name]) => root(normal, kind, name))
  snapshots.forEach((snapshot, n) => {
    const restored = Y.createDocFromSnapshot(normal, snapshot, newDoc())
    told.push(line('restored', n, normalForm(restored), outline(restored)))
    told.push(line('contains', n, ...updates.map(update => Y.snapshotContainsUpdate(snapshot, update))))
  })
  deltas(normal.getText('t'), snapshots, told)
  positions.forEach(bytes => {
    const absolute = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(bytes), doc)
    told.push(line('absolute', bytes, absolute === null ? '-' : absolute.index, absolute === null ? 0 : absolute.assoc))
  })
  filter(updates, told)
  return told.join('')
}

const deltas = (text, snapshots, told) => {
  const moments = [undefined, ...snapshots]
  const mark = (type, id) => ({ user: id.client, type })
  const name = moment => moment === undefined ? '-' : snapshots.indexOf(moment)
  moments.forEach(later => moments.forEach(earlier => {
    if (later === earlier) return
    told.push(line('delta', name(later), name(earlier), 'kind', shallowDelta(text.toDelta(later, earlier))))
    told.push(line('delta', name(later), name(earlier), 'client', shallowDelta(text.toDelta(later, earlier, mark))))
  }))
}

const position = (random, doc, told) => {
  const [kind, name] = random.pick(ROOTS.filter(([kind]) => kind !== 'map'))
  let type = root(doc, kind, name)
  let path = name
  while (!(type instanceof Y.Text) && random.chance(0.6)) {
    const children = type.toArray().map((child, i) => [child, i]).filter(([child]) =>
      child instanceof Y.Array || child instanceof Y.Text || child instanceof Y.XmlFragment)
    if (children.length === 0) break
    const [child, i] = random.pick(children)
    type = child
    path += '/' + i
  }
  const index = random.between(0, type.length)
  const assoc = random.pick([0, 0, -1, 1])
  const bytes = Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(type, index, assoc))
  told.push(line('position', path, index, assoc, bytes))
  return bytes
}

const filter = (updates, told) => {
  const options = { gcFilter: spareOdd }
  const doc = loaded(updates, options)
  told.push(line('filtered', Y.encodeStateAsUpdate(loaded([Y.encodeStateAsUpdate(doc)], options))))
  Y.tryGc(Y.snapshot(doc).ds, doc.store, () => true)
  told.push(line('swept', normalForm(doc)))
}
