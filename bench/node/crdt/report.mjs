// The figures of a case as rows of a table, with ratios and what they are to be; and what a whole run came to.
import { bytes, columns, median, milliseconds, ratio } from '../lib/figures.mjs'
import { ENGINES } from './run.mjs'
import { MOST, describe, goalOf, reaches } from './targets.mjs'

const OTHERS = ENGINES.filter(engine => engine !== 'quire')

/** Of less processor time than this in all rounds the clock is too coarse. */
const CLOCK_MS = 50

const isTime = metric => /time/i.test(metric)
const shown = (metric, value) => isTime(metric) ? milliseconds(value) : metric === 'perByte' ? ratio(value) : bytes(value)

/** Milliseconds of processor time an iteration took, by all rounds together. */
const processorOf = (rounds, metric) => {
  const total = figure => rounds.reduce((all, { processor }) => all + (processor[metric]?.[figure] ?? 0), 0)
  return total('sum') < CLOCK_MS ? NaN : total('sum') / total('samples')
}

/** `{ case, metric, figures: { engine: median }, processor, first, goal, reached: { clock, processor } }` for each figure. */
export const rowsOf = (name, results) => {
  const engines = Object.keys(results)
  const of = figure => Object.fromEntries(ENGINES.map(engine => [engine, results[engine] ? figure(results[engine]) : NaN]))
  const metrics = new Set(engines.flatMap(engine => results[engine].rounds.flatMap(round => Object.keys(round.values))))
  const row = (metric, figures, processor, first) => {
    const goal = goalOf(name, metric)
    return { case: name, metric, figures, processor, first, goal: describe(goal), reached: { clock: goal && reaches(goal, figures), processor: goal && isTime(metric) ? reaches(goal, processor) : undefined } }
  }
  const rows = [...metrics].map(metric => row(metric, of(result => median(result.rounds.map(round => round.values[metric]))), of(result => processorOf(result.rounds, metric)), of(result => result.first?.[metric])))
  const memory = of(result => result.memory ?? NaN)
  const none = of(() => NaN)
  if (Object.values(memory).some(Number.isFinite)) rows.push(row('memory', memory, none, none))
  const size = rows.find(({ metric }) => metric === 'size')
  if (name === 'lazy-memory' && size) rows.push(row('perByte', of(result => result.memory / size.figures.quire), none, none))
  return rows
}

const verdict = ({ clock, processor }) => {
  if (clock === undefined) return ''
  if (processor === undefined || processor === clock) return clock ? 'reached' : 'MISSED'
  return clock ? 'MISSED by CPU' : 'MISSED by clock'
}

const table = columns([
  ['case', 33], ['figure', 10], ...ENGINES.map(engine => [engine, 9]),
  ...OTHERS.flatMap(engine => [[`${engine} ÷`, 7], ['by CPU', 6]]), ['to reach', 16], ['', 15], ...ENGINES.map(engine => [`${engine} first`, 11])
], 2)

export const head = table.head

/** Sizes only where they differ: the same bytes come out of all. */
const tells = ({ metric, figures }) => !/size/i.test(metric) || ENGINES.some(engine => Math.abs(figures[engine] / figures.quire - 1) > 0.01)

export const lines = rows => rows.filter(tells).map(row => table.row([
  row.case, row.metric,
  ...ENGINES.map(engine => shown(row.metric, row.figures[engine])),
  ...OTHERS.flatMap(engine => [ratio(row.figures[engine] / row.figures.quire), ratio(row.processor[engine] / row.processor.quire)]),
  row.goal, verdict(row.reached),
  ...ENGINES.map(engine => isTime(row.metric) ? milliseconds(row.first[engine]) : '')
])).join('\n')

/** Where the engines came to different results; yjs decides over bytes. */
export const differences = (name, results) => {
  const right = results.yjs?.proofs ?? {}
  return Object.entries(results).flatMap(([engine, { proofs }]) => Object.entries(proofs ?? {})
    .filter(([key, digest]) => right[key] !== undefined && digest !== right[key] && (engine === 'quire' || (key !== 'bytes' && key !== 'loaded')))
    .map(([key]) => `WRONG: ${name}: "${key}" of ${engine} is not that of yjs`))
}

export const failures = (name, results) => Object.entries(results).filter(([, { failed }]) => failed).map(([engine, { failed }]) => `FAILED: ${name}, ${engine}: ${failed}`)

const suite = rows => {
  const times = rows.filter(row => /^B\d/.test(row.case) && row.metric === 'time' && Number.isFinite(row.figures.yjs / row.figures.quire))
  const count = (least, of) => times.filter(row => row[of].yjs / row[of].quire >= least).length
  if (times.length === 0) return ''
  const by = of => `${count(1, of)} of ${times.length} cases no slower than yjs, ${count(MOST.times, of)} at least ${MOST.times}× as fast (most: ${count(MOST.times, of) > times.length * MOST.share ? 'reached' : 'MISSED'})`
  return `crdt-benchmarks by the clock: ${by('figures')}; by processor time: ${by('processor')}.`
}

const disturbances = results => {
  const others = Object.values(results).flatMap(byEngine => Object.values(byEngine).flatMap(({ rounds }) => rounds.map(round => round.others))).filter(Number.isFinite)
  return others.length === 0
    ? 'What else used the processor could not be told.'
    : `Other programs used ${median(others).toFixed(2)} cores in the median of the rounds, at most ${Math.max(...others).toFixed(2)}.`
}

/** What all cases came to. */
export const summary = (rows, results) => {
  const missed = rows.filter(({ reached }) => reached.clock === false || reached.processor === false)
  return [
    suite(rows),
    missed.length > 0 ? `Missed: ${missed.map(row => `${row.case} (${row.metric}, ${verdict(row.reached)})`).join('; ')}.` : 'Every goal that could be measured is reached.',
    disturbances(results)
  ].filter(Boolean).join('\n')
}
