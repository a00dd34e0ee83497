// One case of one engine in a process of its own. Reads steps from its input, a line each, and answers each by a line of
// JSON: "warm" gets it ready, "measure" is one round, "memory" measures what is held. `dev.quire.bench.crdt.Child` is the
// same in Java.
import { createInterface } from 'node:readline'
import { CASES } from './cases.mjs'
import { engine as engineNamed } from './engines.mjs'
import { Measurement, retained } from './measurement.mjs'

const { engine: name, case: caseName, warm, measure, ...place } = JSON.parse(process.argv[2])
const engine = await engineNamed(name)
const measured = CASES[caseName]({ engine, ...place })
const measurement = new Measurement()

const steps = {
  warm: () => measured ? measurement.warm(measured.iterate, warm, measured.once) : { absent: true },
  measure: () => measurement.measure(measured.iterate, measure),
  memory: () => measured.hold ? { memory: retained(measured.hold, measured.copies, name === 'ywasm' ? 'rss' : 'heap') } : {}
}

for await (const step of createInterface(process.stdin)) {
  const answer = steps[step]()
  const { user, system } = process.cpuUsage()
  console.log(JSON.stringify({ ...answer, cpu: (user + system) / 1e6 }))
}
process.exit(0)
