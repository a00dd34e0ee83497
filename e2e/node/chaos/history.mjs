// What one client was told is saved and what it was shown, and when: held against the log later.
//
// The moment matters. An edit that the servers acknowledged and lost comes back when its author
// reconnects, and the log's end holds everything again; but then the log has it later than it was
// promised. All processes of a test share one clock.
import assert from 'node:assert/strict'
import * as Y from 'yjs'

/** How far a moment in the log may be behind the promise: times are cut off at milliseconds. */
const SLACK_MILLIS = 5

export class History {
  constructor (label, doc, onSaved) {
    Object.assign(this, { label, doc, onSaved, witness: new Y.Doc(), promised: new Map(), made: [], edits: 0, saved: 0 })
  }

  /** An edit of its own, whose acknowledgement is now awaited. */
  edited (update) {
    this.made.push({ number: ++this.edits, at: Date.now(), update, clock: Y.getState(this.doc.store, this.doc.clientID) })
  }

  /** The first so many of its edits are said to be saved. */
  savedThrough (number) {
    const at = Date.now()
    while (this.made.length > 0 && this.made[0].number <= number) {
      const edit = this.made.shift()
      Y.applyUpdate(this.witness, edit.update)
      this.promise(this.doc.clientID, edit.clock, at)
      this.saved++
      this.onSaved(edit.at, at)
    }
  }

  /** The server has sent it this. */
  shown (update) {
    Y.applyUpdate(this.witness, update)
    const at = Date.now()
    for (const [author, clock] of Y.parseUpdateMeta(update).to) this.promise(author, clock, at)
  }

  promise (author, clock, at) {
    let steps = this.promised.get(author)
    if (steps === undefined) this.promised.set(author, steps = [])
    if (clock > (steps.at(-1)?.clock ?? 0)) steps.push({ clock, at })
  }

  /** Holds what was promised up to that moment against the log, and forgets it. */
  verify (index, until) {
    for (const [author, steps] of this.promised) {
      while (steps.length > 0 && steps[0].at <= until) {
        const { clock, at } = steps[0]
        const logged = index.reached(author, clock)
        assert.ok(logged !== undefined, `the log lacks what ${this.label} was promised at ${at}: clock ${clock} of ${author}`)
        assert.ok(logged <= at + SLACK_MILLIS, `the log got clock ${clock} of ${author} at ${logged}, ${this.label} was promised it at ${at} already`)
        if (steps.length === 1) break // the last one says what is no news
        steps.shift()
      }
    }
  }
}

/** When the log came to hold each author's clocks. */
export class LogIndex {
  constructor () { this.authors = new Map() }

  add (item) {
    const at = Date.parse(item.at)
    for (const [author, clock] of Y.parseUpdateMeta(item.update).to) {
      let steps = this.authors.get(author)
      if (steps === undefined) this.authors.set(author, steps = [])
      if (clock > (steps.at(-1)?.clock ?? 0)) steps.push({ clock, at })
    }
  }

  /** The moment of the first revision that holds the author's clocks below that one. */
  reached (author, clock) {
    const steps = this.authors.get(author) ?? []
    let low = 0
    let high = steps.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (steps[middle].clock < clock) low = middle + 1
      else high = middle
    }
    return steps[low]?.at
  }
}
