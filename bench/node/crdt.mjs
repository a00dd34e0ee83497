// `./scripts/bench crdt`: the same work in Quire's CRDT, in yjs and in ywasm.
//
//   --only <regex>   only the cases that match
//   --quick          a third of the warm-up, one round, and not the hundredfold editing trace
//   --long           ywasm in the cases of the suite, too, and yjs in the hundredfold trace: half an hour more
//   --rounds <n>     how often the engines take turns in each case (5)
//   --engines <list> of quire, yjs, ywasm; all of them
//   --json <file>    writes every round's figures there, too
import fs from 'node:fs'
import { CASES } from './crdt/cases.mjs'
import { differences, failures, head, lines, rowsOf, summary } from './crdt/report.mjs'
import { rounds } from './crdt/rounds.mjs'
import { ENGINES, EngineProcess } from './crdt/run.mjs'
import { prepare } from './crdt/traces.mjs'
import { machine } from './lib/machine.mjs'
import { options } from './lib/options.mjs'

const SUITE = /^B\d/
const HUNDREDFOLD = /^B4x100/
const LIMIT_MS = 15 * 60_000
const SIZE = 6000
const SEED = 20_261_122

const chosen = options(process.argv.slice(2), { quick: false, long: false, only: '.', rounds: 0, json: '', engines: ENGINES.join() })
const { QUIRE_BENCH_CLASSPATH: classPath, QUIRE_BENCH_DATA: folder, QUIRE_BENCH_TRACES: traces } = process.env
if (!classPath || !folder || !traces) throw new Error('run me by ./scripts/bench crdt')

const pattern = new RegExp(chosen.only)
const cases = Object.keys(CASES).filter(name => pattern.test(name) && !(chosen.quick && HUNDREDFOLD.test(name)))
const count = chosen.rounds || (chosen.quick ? 1 : 5)
const task = { folder, traces, n: SIZE, seed: SEED, warm: chosen.quick ? 1000 : 3000, measure: chosen.quick ? 500 : 250 }

/** No goal of the suite is about ywasm, which takes up to a minute for a case; yjs takes minutes for the hundredfold trace. */
const enginesOf = name => chosen.engines.split(',').filter(engine => chosen.long ||
  engine === 'quire' || (engine === 'yjs' ? !HUNDREDFOLD.test(name) : !SUITE.test(name)))

prepare(traces, folder)
console.log(`${machine()}
Each engine in a process of its own, with ${task.warm} ms of processor time to get warm; then they take turns, ${count} rounds of ${task.measure} ms.
Medians of the rounds' medians. Ratios: what the other takes for what Quire takes, by the clock and by processor time, which
counts compilers and collectors on other threads and bears other programs better. "First" is in a fresh process.

${head}`)
const all = {}
const rows = []
const complaints = []
for (const name of cases) {
  const results = await rounds(enginesOf(name), count, engine => new EngineProcess(engine, classPath, { ...task, case: name, engine }, LIMIT_MS))
  all[name] = results
  const these = rowsOf(name, results)
  rows.push(...these)
  const wrong = [...failures(name, results), ...differences(name, results)]
  complaints.push(...wrong)
  console.log([lines(these), ...wrong].filter(Boolean).join('\n'))
}
console.log('\n' + summary(rows, all))
if (chosen.json) fs.writeFileSync(chosen.json, JSON.stringify({ machine: machine(), rows, results: all }, null, 2))
process.exitCode = complaints.length > 0 ? 1 : 0
