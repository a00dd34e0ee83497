// Seeded pseudo-random numbers (mulberry32). dev.quire.bench.crdt.SeededRandom draws the same.
export class SeededRandom {
  constructor (seed) {
    this.state = seed | 0
  }

  bits () {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  /** From `low` to `high`, both included. */
  between (low, high) {
    return low + this.bits() % (high - low + 1)
  }

  coin () {
    return (this.bits() & 1) === 1
  }

  /** Lower case letters, as many as drawn from `shortest` to `longest`. */
  word (shortest, longest) {
    const length = this.between(shortest, longest)
    let word = ''
    for (let i = 0; i < length; i++) word += String.fromCharCode(this.between(97, 122))
    return word
  }
}
