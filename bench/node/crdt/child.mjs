// One case of one engine in a process of its own; the result goes to a file as JSON.
import fs from 'node:fs'
import { CASES } from './cases.mjs'
import { engine as engineNamed } from './engines.mjs'
import { Measurement, retained } from './measurement.mjs'

const { engine: name, case: caseName, warm, measure, copies, out, ...place } = JSON.parse(process.argv[2])
const engine = await engineNamed(name)
const measured = CASES[caseName]({ engine, ...place })
let result = { absent: true }
if (measured) {
  const measurement = new Measurement()
  measurement.repeat(measured.iterate, { warm, measure, once: measured.once })
  result = measurement.result()
  if (measured.hold) result.memory = retained(measured.hold, measured.copies, name === 'ywasm' ? 'rss' : 'heap')
}
result.cpu = process.cpuUsage()
fs.writeFileSync(out, JSON.stringify({ ...result, cpu: (result.cpu.user + result.cpu.system) / 1e6 }))
process.exit(0)
