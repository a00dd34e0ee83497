/**
 * A small seeded generator (mulberry32), so that a program of operations is a pure function of its seed.
 */
export class Random {
  constructor (seed) {
    this.state = seed >>> 0
    /** How often each kind of thing was drawn, see `note`. */
    this.drawn = new Map()
  }

  /** Counts something that was drawn, so that a test can tell that everything was. */
  note (kind) {
    this.drawn.set(kind, (this.drawn.get(kind) ?? 0) + 1)
  }

  /** The next float in [0, 1). */
  next () {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** An integer in [0, bound). */
  below (bound) {
    return Math.floor(this.next() * bound)
  }

  /** An integer in [low, high], both included. */
  between (low, high) {
    return low + this.below(high - low + 1)
  }

  chance (probability) {
    return this.next() < probability
  }

  pick (list) {
    return list[this.below(list.length)]
  }

  shuffled (list) {
    const copy = list.slice()
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      ;[copy[i], copy[j]] = [copy[j], copy[i]]
    }
    return copy
  }
}
