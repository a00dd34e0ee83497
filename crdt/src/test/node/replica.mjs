import * as Y from 'yjs'

/**
 * A yjs document as Quire's server keeps one: garbage collected, and without the formatting cleanup that stock yjs
 * runs after remote transactions. The cleanup makes deletes of its own, so that a document would depend on the order
 * and batching of its updates.
 *
 * The flag is raised by the text's own observer call and looked at right after the 'afterTransaction' listeners:
 * this is the only place where clearing it holds.
 */
export const newDoc = (options = {}) => {
  const doc = new Y.Doc({ guid: 'oracle', ...options })
  doc.on('afterTransaction', transaction => { transaction._needFormattingCleanup = false })
  return doc
}

export const loaded = (updates, options) => {
  const doc = newDoc(options)
  updates.forEach(update => Y.applyUpdate(doc, update))
  return doc
}

/**
 * A document's bytes after loading it from its own state.
 *
 * A live yjs document may keep neighbouring GC structs apart: when a parent is collected, children that were deleted
 * in earlier transactions, and overwritten entries of maps, become GC without being offered for merging. So its bytes
 * depend on how updates were batched, whereas loading joins whatever can be joined.
 */
export const normalForm = doc => Y.encodeStateAsUpdate(loaded([Y.encodeStateAsUpdate(doc)]))

/**
 * Whether a document holds an item that says it was put in before what it says it was put in behind. An undo manager of
 * yjs makes such items now and then, when it brings back a text from whose middle another was taken. What yjs then does
 * depends on whether the text is cut there at the moment: it shows "gag" live, "gga" when loaded from its own state, and
 * "gag" when loaded from that one's. Nothing can be equal to that.
 */
export const isCrossed = doc => {
  for (const structs of doc.store.clients.values()) {
    for (const { origin, rightOrigin } of structs) {
      // Only within one client's work: what others put in knows its neighbours.
      const suspect = origin && rightOrigin && origin.client === rightOrigin.client && origin.clock >= rightOrigin.clock
      if (suspect && isAtOrBehind(Y.getItem(doc.store, origin), Y.getItem(doc.store, rightOrigin))) return true
    }
  }
  return false
}

const isAtOrBehind = (item, start) => {
  for (let next = start; next; next = next.right) if (next === item) return true
  return false
}

/** What an attempt comes to with this seed, or, where it comes to nothing (null), with the next seeds that follow from it. */
export const firstOf = (seed, attempt) => {
  let next = seed
  for (let attempts = 0; attempts < 20; attempts++) {
    const result = attempt(next)
    if (result !== null) return result
    next = Math.imul(next, 31) + 17
  }
  throw new Error(`seed ${seed} comes to nothing`)
}

export const base64 = bytes => Buffer.from(bytes).toString('base64')

export const fromBase64 = text => new Uint8Array(Buffer.from(text, 'base64'))
