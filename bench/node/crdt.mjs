// `./scripts/bench crdt`: the same work in Quire's CRDT, in yjs and in ywasm, each time in a fresh process, in turns.
//
//   --quick          one short round, without the hundredfold editing trace
//   --only <regex>   only the cases that match
//   --rounds <n>     how often everything is run (3)
//   --engines <list> of quire, yjs, ywasm; all of them
//   --json <file>    writes every round's figures there, too
import fs from 'node:fs'
import { CASES } from './crdt/cases.mjs'
import { differences, report, rowsOf } from './crdt/report.mjs'
import { ENGINES, run } from './crdt/run.mjs'
import { prepare } from './crdt/traces.mjs'
import { machine } from './lib/machine.mjs'
import { options } from './lib/options.mjs'

const LONG = /^B4x100/
const LIMIT_MS = 15 * 60_000
const SIZE = 6000
const SEED = 20_261_122

const { quick, only, rounds, json, engines } = options(process.argv.slice(2), { quick: false, only: '.', rounds: 0, json: '', engines: ENGINES.join() })
const { QUIRE_BENCH_CLASSPATH: classPath, QUIRE_BENCH_DATA: folder, QUIRE_BENCH_TRACES: traces } = process.env
if (!classPath || !folder || !traces) throw new Error('run me by ./scripts/bench crdt')

const pattern = new RegExp(only)
const cases = Object.keys(CASES).filter(name => pattern.test(name) && !(quick && LONG.test(name)))
const count = rounds || (quick ? 1 : 3)
const task = { folder, traces, n: SIZE, seed: SEED, ...(quick ? { warm: 1000, measure: 500 } : { warm: 3000, measure: 1000 }) }

// ywasm takes half a minute for what is done a hundred times over there.
const skipped = (name, engine, round) => !engines.split(',').includes(engine) || (LONG.test(name) && (round > 0 || engine === 'ywasm'))

prepare(traces, folder)
console.log(`${machine()}\n${cases.length} cases, ${count} rounds`)
const results = Object.fromEntries(cases.map(name => [name, Object.fromEntries(ENGINES.map(engine => [engine, []]))]))
for (let round = 0; round < count; round++) {
  for (const name of cases) {
    for (const engine of ENGINES) {
      if (skipped(name, engine, round)) continue
      const result = run(engine, classPath, { ...task, case: name }, LIMIT_MS)
      if (result.memory !== undefined) result.values.memory = result.memory
      if (name === 'lazy-memory' && result.values) result.values.perByte = result.memory / result.values.size
      if (!result.absent) results[name][engine].push(result)
    }
    if (process.stderr.isTTY) process.stderr.write(`\rround ${round + 1}: ${name}\x1b[K`)
  }
}
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
console.log(report(cases, results))
if (json) fs.writeFileSync(json, JSON.stringify({ machine: machine(), rows: rowsOf(cases, results), results }, null, 2))
process.exitCode = differences(cases, results).length > 0 || Object.values(results).some(byEngine => byEngine.quire.some(round => round.failed)) ? 1 : 0
