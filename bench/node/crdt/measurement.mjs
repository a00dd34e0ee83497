import { createHash } from 'node:crypto'
import { median } from '../lib/figures.mjs'

const MAX_ITERATIONS = 5_000
/** With fewer iterations, compilers may not be done yet. */
const FEW = 40
const AGAIN = 5
const LONG_MS = 15_000

// Engines differ in the order of an object's keys, which has no meaning.
const sorted = (_key, value) => value?.constructor === Object ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)) : value

/** Milliseconds of processor time of this process. */
const used = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** What the iterations of one case in one process came to. `dev.quire.bench.crdt.Measurement` is the same in Java. */
export class Measurement {
  constructor () {
    this.samples = {}
    this.proofs = {}
    this.processor = {}
    this.iteration = 0
  }

  /** Runs and times something, by the clock and by what the whole process used; returns what it returns. */
  time (metric, work) {
    const cpu = used()
    const began = performance.now()
    const result = work()
    this.add(metric, performance.now() - began)
    this.processor[metric] = (this.processor[metric] ?? 0) + (used() - cpu)
    return result
  }

  /** Times something that is short beside the rest of the iteration, some times over. */
  timeOften (metric, work) {
    for (let i = 1; i < AGAIN; i++) this.time(metric, work)
    return this.time(metric, work)
  }

  add (metric, value) {
    (this.samples[metric] ??= []).push(value)
  }

  /** Something that must come out the same in every engine; only looked at in the first iteration. */
  prove (name, value) {
    if (this.iteration === 0) {
      const result = value()
      this.proofs[name] = createHash('sha256').update(typeof result === 'string' || result instanceof Uint8Array ? result : JSON.stringify(result, sorted)).digest('hex').slice(0, 16)
    }
  }

  /**
   * Iterates unmeasured for the given milliseconds of processor time, and up to four times as long where that were only
   * a few iterations; the first iteration's figures, and whether they are all there will be: of what is done once, and of
   * what takes long. Processor time, since nothing gets warm while others have the processor.
   */
  warm (iterate, warm, once = false) {
    const began = used()
    do this.run(iterate); while (!once && used() - began < (this.iteration < FEW ? 4 * warm : warm))
    const first = Object.fromEntries(Object.entries(this.samples).map(([metric, values]) => [metric, values[0]]))
    return { first, proofs: this.proofs, last: once || used() - began > LONG_MS }
  }

  /** One round: iterates for the given milliseconds of processor time, at least once; the medians. */
  measure (iterate, measure) {
    this.samples = {}
    this.processor = {}
    const from = used()
    const begun = this.iteration
    do this.run(iterate); while (used() - from < measure && this.iteration - begun < MAX_ITERATIONS)
    const values = Object.fromEntries(Object.entries(this.samples).map(([metric, samples]) => [metric, median(samples)]))
    // The processor's clock is coarse: only the sum over all samples tells anything.
    const processor = Object.fromEntries(Object.entries(this.processor).map(([metric, sum]) => [metric, { sum, samples: this.samples[metric].length }]))
    return { values, processor }
  }

  run (iterate) {
    iterate(this)
    this.iteration++
  }
}

const kept = kind => {
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, rss } = process.memoryUsage()
  return kind === 'rss' ? rss : heapUsed
}

/**
 * Bytes that one of the things takes that `make` makes, after a first one has paid for what all share: of the JavaScript
 * heap, or for engines outside of it of the process.
 */
export const retained = (make, copies, kind) => {
  const made = [make()]
  const before = kept(kind)
  for (let i = 0; i < copies; i++) made.push(make())
  const bytes = (kept(kind) - before) / copies
  return made.length > copies ? bytes : NaN
}
