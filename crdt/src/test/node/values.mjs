/**
 * Random values of every kind that an update can carry.
 */
const ALPHABETS = ['abcdefghij', 'äöüßé', '漢字かな', ['😀', '👩‍👩‍👧', '🇩🇪', '𝒳'], ['\u0000', '\n', '"', '\\', '\ufeff', '\u2028']]

export const text = (random, alphabets = ALPHABETS) => {
  const alphabet = random.chance(0.7) ? alphabets[0] : random.pick(alphabets)
  const length = random.chance(0.05) ? random.between(20, 200) : random.between(1, 6)
  let out = ''
  for (let i = 0; i < length; i++) out += random.pick(alphabet)
  return out
}

/** Almost nothing but characters of two UTF-16 units, whole ones, and ones that consist of several of them. */
export const PAIRS = [['😀', '𝒳', '🇩🇪'], ['👩‍👩‍👧', '😀', 'a'], ['\u{10ffff}', '\u{10000}']]

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
export const any = (random, depth = 0) => {
  const value = drawn(random, depth)
  random.note('value ' + kindOf(value))
  return value
}

const kindOf = value => {
  if (value === null) return 'null'
  if (value instanceof Uint8Array) return 'binary'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return /[\ud800-\udfff]/.test(value) ? 'text with pairs' : 'text'
  if (typeof value !== 'number') return typeof value
  if (Number.isNaN(value)) return 'NaN'
  if (Object.is(value, -0)) return '-0'
  if (!Number.isFinite(value)) return 'infinity'
  if (!Number.isInteger(value)) return Math.fround(value) === value ? 'float32' : 'float64'
  return Math.abs(value) > 0x7fffffff ? 'large integer' : 'integer'
}

const drawn = (random, depth) => random.pick([
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
