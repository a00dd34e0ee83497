// One attack in a process of its own, so that it takes nothing from the clock of those who measure.
// Told what to do on the command line; stops when its input ends, and says what came of it.
import { ALL } from './attacks.mjs'
import { addressOf } from './socket.mjs'

const MOST_PATIENCE_MS = 3000
const task = JSON.parse(process.argv[2])
const counts = {}
let running = true
const attack = ALL[task.kind]({ ...task, collab: addressOf(task.url, '/collab') }, () => running, (what, times = 1) => {
  counts[what] = (counts[what] ?? 0) + times
})
console.log('begun')
process.stdin.resume().on('end', async () => {
  running = false
  await Promise.race([attack, new Promise(resolve => setTimeout(resolve, MOST_PATIENCE_MS))])
  console.log(JSON.stringify(counts))
  process.exit()
})
