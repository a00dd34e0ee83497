// Which insertions and deletions a log holds, to notice what it holds twice.
import * as Y from 'yjs'

/** Ranges of numbers, apart from each other and in order. */
class Ranges {
  constructor () { this.list = [] }

  /** Whether any of them was not there yet. */
  add (from, to) {
    let last = this.list.length - 1
    while (last >= 0 && this.list[last][0] > to) last--
    let first = last + 1
    while (first > 0 && this.list[first - 1][1] >= from) first--
    const touching = this.list.slice(first, last + 1)
    if (touching.some(([begin, end]) => begin <= from && to <= end)) return false
    this.list.splice(first, touching.length, [Math.min(from, ...touching.map(([begin]) => begin)), Math.max(to, ...touching.map(([, end]) => end))])
    return true
  }
}

/**
 * By what updates say, and not by what they do: a deletion may be news to a log though the document
 * has it already, where two had written the same key and one had to go.
 */
export class Contents {
  constructor () {
    this.inserted = new Map()
    this.deleted = new Map()
  }

  /** Whether anything in the update was not there yet. */
  add (update) {
    const { structs, ds } = Y.decodeUpdate(update)
    let isNews = false
    for (const struct of structs) {
      if (!(struct instanceof Y.Skip)) isNews = of(this.inserted, struct.id.client).add(struct.id.clock, struct.id.clock + struct.length) || isNews
    }
    for (const [author, deletions] of ds.clients) {
      for (const { clock, len } of deletions) isNews = of(this.deleted, author).add(clock, clock + len) || isNews
    }
    return isNews
  }
}

const of = (authors, author) => {
  let ranges = authors.get(author)
  if (ranges === undefined) authors.set(author, ranges = new Ranges())
  return ranges
}
