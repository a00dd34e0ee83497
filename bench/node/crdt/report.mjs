// The figures of all rounds as tables, with ratios and what they are to be.
import { bytes, median, milliseconds, ratio, table } from '../lib/figures.mjs'
import { ENGINES } from './run.mjs'
import { MOST, describe, goalOf, reaches } from './targets.mjs'

const OTHERS = ENGINES.filter(engine => engine !== 'quire')

const shown = (metric, value) => /time/i.test(metric) ? milliseconds(value) : metric === 'perByte' ? ratio(value) : bytes(value)

/** `{ case, metric, first, figures: { engine: median }, goal, reached }` for each case and figure. */
export const rowsOf = (cases, results) => cases.flatMap(name => {
  const rounds = results[name]
  const metrics = new Set(ENGINES.flatMap(engine => rounds[engine].flatMap(round => Object.keys(round.values ?? {}))))
  return [...metrics].map(metric => {
    const medians = of => Object.fromEntries(ENGINES.map(engine => [engine, median(rounds[engine].map(round => round[of]?.[metric] ?? NaN))]))
    const figures = medians('values')
    const goal = goalOf(name, metric)
    return { case: name, metric, figures, processor: medians('processor'), first: medians('first'), goal: describe(goal), reached: goal && reaches(goal, figures) }
  })
})

const verdict = reached => reached === undefined ? '' : reached ? 'reached' : 'MISSED'

const lines = rows => rows.map(({ case: name, metric, figures, processor, first, goal, reached }) => [
  name, metric,
  ...ENGINES.map(engine => shown(metric, figures[engine])),
  ...OTHERS.map(engine => ratio(figures[engine] / figures.quire)),
  goal, verdict(reached),
  ...(/time/i.test(metric)
    ? [...OTHERS.map(engine => ratio(processor[engine] / processor.quire)), ...ENGINES.map(engine => milliseconds(first[engine]))]
    : [...OTHERS, ...ENGINES].map(() => ''))
])

const head = ['case', 'figure', ...ENGINES, ...OTHERS.map(engine => `${engine} / quire`), 'to reach', '',
  ...OTHERS.map(engine => `${engine}, CPU`), ...ENGINES.map(engine => `${engine}, first`)]

const disturbances = (cases, results) => {
  const all = cases.flatMap(name => ENGINES.flatMap(engine => results[name][engine].map(round => ({ name, engine, others: round.others }))))
    .filter(({ others }) => Number.isFinite(others))
  if (all.length === 0) return 'What else used the processor could not be told.'
  const most = all.reduce((a, b) => a.others > b.others ? a : b)
  return `Other programs used ${median(all.map(({ others }) => others)).toFixed(2)} cores in the median, at most ${most.others.toFixed(2)} (${most.name}, ${most.engine}).`
}

/** Where the engines came to different results; yjs decides over bytes. */
export const differences = (cases, results) => cases.flatMap(name => {
  const proofs = engine => results[name][engine].find(round => round.proofs)?.proofs ?? {}
  const right = proofs('yjs')
  return ENGINES.flatMap(engine => Object.entries(proofs(engine))
    .filter(([key, digest]) => right[key] !== undefined && digest !== right[key] && (engine === 'quire' || (key !== 'bytes' && key !== 'loaded')))
    .map(([key]) => `${name}: "${key}" of ${engine} is not that of yjs`))
})

const failures = (cases, results) => cases.flatMap(name => ENGINES.flatMap(engine => results[name][engine]
  .filter(round => round.failed).map(round => `${name}, ${engine}: ${round.failed}`)))

const suite = rows => {
  const ratios = rows.filter(row => /^B\d/.test(row.case) && row.metric === 'time').map(row => row.figures.yjs / row.figures.quire).filter(Number.isFinite)
  if (ratios.length === 0) return ''
  const count = times => ratios.filter(value => value >= times).length
  const enough = count(MOST.times) > ratios.length * MOST.share
  return `crdt-benchmarks: ${count(1)} of ${ratios.length} cases no slower than yjs, ${count(MOST.times)} at least ${MOST.times}× as fast (most: ${enough ? 'reached' : 'MISSED'}).`
}

export const report = (cases, results) => {
  const rows = rowsOf(cases, results)
  const missed = rows.filter(row => row.reached === false)
  const paragraphs = [
    table(head, lines(rows), 2),
    'Medians of the rounds\' medians after warm-up, by the clock; ratios above 1× are in favour of Quire. "CPU" is the ratio of processor time, with that of compilers and collectors on other threads: it bears other programs better. "First" is the first time in a fresh process.',
    suite(rows),
    missed.length > 0 ? `Missed: ${missed.map(row => `${row.case} (${row.metric})`).join(', ')}.` : 'Every goal that could be measured is reached.',
    disturbances(cases, results),
    ...failures(cases, results),
    ...differences(cases, results).map(line => `WRONG: ${line}`)
  ]
  return paragraphs.filter(Boolean).join('\n\n')
}
