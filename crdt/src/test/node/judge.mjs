/**
 * What yjs makes of updates that nobody meant to send: of each on its own, one line `verdict` with `refused`, or with
 * `taken`, whether something is pending, the state vector, and the content.
 */
import * as Y from 'yjs'
import { line } from './lines.mjs'
import { outline } from './outline.mjs'
import { fromBase64, newDoc } from './replica.mjs'

const judged = update => {
  const doc = newDoc()
  try {
    Y.applyUpdate(doc, update)
    const pending = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
    return line('verdict', 'taken', pending, Y.encodeStateVector(doc), outline(doc))
  } catch (error) {
    return line('verdict', 'refused', error.message.toWellFormed())
  }
}

// yjs complains to the console about what it finds odd; the answers go over the same pipe.
console.warn = console.error = () => {}

export const judge = updates => updates.map(fromBase64).map(judged).join('')
