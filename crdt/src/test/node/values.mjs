/**
 * Random values of every kind that an update can carry.
 */
const ALPHABETS = ['abcdefghij', 'äöüßé', '漢字かな', ['😀', '👩‍👩‍👧', '🇩🇪', '𝒳'], ['\u0000', '\n', '"', '\\', '\ufeff', '\u2028']]

export const text = random => {
  const alphabet = random.chance(0.7) ? ALPHABETS[0] : random.pick(ALPHABETS)
  const length = random.chance(0.05) ? random.between(20, 200) : random.between(1, 6)
  let out = ''
  for (let i = 0; i < length; i++) out += random.pick(alphabet)
  return out
}

export const number = random => random.pick([
  () => random.between(-70, 70),
  () => random.between(-2147483647, 2147483647),
  () => 2147483648 * random.pick([1, -1]) + random.between(-2, 2),
  () => random.between(0, 1) * Number.MAX_SAFE_INTEGER,
  () => random.next(),
  () => Math.fround(random.next() * 1000),
  () => random.pick([-0, NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE, 1e21, 0.1, 1.5])
])()

export const binary = random => Uint8Array.from({ length: random.between(0, 12) }, () => random.below(256))

/** A value for arrays, maps and attributes; nested at most three deep. */
export const any = (random, depth = 0) => random.pick([
  () => number(random),
  () => number(random),
  () => text(random),
  () => text(random),
  () => random.chance(0.5),
  () => null,
  () => undefined,
  () => BigInt(random.between(-1000000, 1000000)) * 1000000007n,
  () => depth < 3 ? list(random, () => any(random, depth + 1)) : 1,
  () => depth < 3 ? object(random, () => any(random, depth + 1)) : 2,
  () => depth === 0 ? number(random) : binary(random)
])()

/** A value that JSON can carry unchanged: for embeds, formats and the old JSON content. */
export const json = (random, depth = 0) => random.pick([
  () => random.between(-1000, 1000),
  () => random.between(-1000, 1000) / 8,
  () => random.pick([1e21, 1e-7, 123456789012, 0.1, 5e-324, 1.7976931348623157e308]),
  () => text(random),
  () => random.chance(0.5),
  () => null,
  () => depth < 3 ? list(random, () => json(random, depth + 1)) : 1,
  () => depth < 3 ? object(random, () => json(random, depth + 1)) : 2
])()

/** A value that the API of arrays and maps takes as an element: `undefined` and big integers only go inside others. */
export const element = random => {
  for (;;) {
    const value = any(random)
    if (value !== undefined && typeof value !== 'bigint') return value
  }
}

const list = (random, element) => Array.from({ length: random.below(4) }, element)

const object = (random, element) =>
  Object.fromEntries(Array.from({ length: random.below(4) }, () => [random.chance(0.1) ? text(random) : 'k' + random.below(20), element()]))
