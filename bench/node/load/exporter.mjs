// People who export a large document without a pause, in a process of their own; those who are refused come again in
// a second. Told what to do on the command line; stops when its input ends, and says what came of it.
import http from 'node:http'
import { NAME, origin } from './large-document.mjs'
import { tokenOf } from './wire.mjs'

const PAUSE_MS = 1_000
const task = JSON.parse(process.argv[2])

/** One export: its status, and its milliseconds to the last byte, of which `bytes` came. */
const once = agent => new Promise((resolve, reject) => {
  const begun = performance.now()
  const headers = { authorization: `Bearer ${tokenOf(task.secret, 'reader')}` }
  http.get(`${origin(task.url)}/api/v1/documents/${NAME}/content?format=${task.format}`, { agent, headers }, response => {
    let bytes = 0
    response.on('data', part => { bytes += part.length })
    response.on('end', () => resolve({ status: response.statusCode, ms: Math.round(performance.now() - begun), bytes }))
    response.on('error', reject)
  }).on('error', reject)
})

const times = []
const report = { exports: 0, refused: 0, failed: 0 }
let running = true

const pause = () => new Promise(resolve => setTimeout(resolve, PAUSE_MS))

const user = async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  while (running) {
    try {
      const { status, ms, bytes } = await once(agent)
      if (status === 200) {
        report.exports++
        report.megabytes = Math.round(bytes / 1e5) / 10
        times.push(ms)
      } else {
        report[status === 503 ? 'refused' : 'failed']++
        await pause()
      }
    } catch {
      report.failed++
      await pause()
    }
  }
}

const users = Promise.all(Array.from({ length: task.size }, user))
console.log('begun')
process.stdin.resume().on('end', async () => {
  running = false
  await users
  const sorted = times.toSorted((a, b) => a - b)
  console.log(JSON.stringify({ ...report, firstMs: times[0], medianMs: sorted[sorted.length >> 1], worstMs: sorted.at(-1) }))
  process.exit()
})
