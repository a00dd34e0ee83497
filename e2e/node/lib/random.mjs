// A small seeded generator (mulberry32), so that a failed run can be run again: the seed is printed.
export const seeded = seed => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = bound => Math.floor(next() * bound)
  return { next, below, pick: list => list[below(list.length)] }
}

/** QUIRE_SEED where it is set, as `./scripts/test --soak` does, else 1; printed either way. */
export const testSeed = story => {
  const seed = Number(process.env.QUIRE_SEED ?? 1)
  console.log(`${story}: QUIRE_SEED=${seed}`)
  return seed
}
