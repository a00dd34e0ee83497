// `./scripts/bench joins`: joins and leaves to the end, what others notice of them, and what they leave behind.
//
//   --joins <n>         how many (100000), by twenty users on forty sockets at a time, in five hundred documents
//   --documents <n>     other documents (10) of --clients <n> (10), of whom --writers <n> (2) write --rate <n> times a second (5)
//   --seconds <n>       how long a measurement is (10), after --warmup <n> seconds (5)
//
// Starts a Quire with the limits at their defaults on an empty folder and stops it afterwards. Those who join have the
// lowest priority. What is held is read from its metrics before the first join, and after the last when everything is
// let go of or half a minute has passed; each heap after a full collection. Ends with 1 where something is left.
import { machine } from './lib/machine.mjs'
import { options } from './lib/options.mjs'
import { begin } from './load/attack.mjs'
import { collected, held } from './load/held.mjs'
import { Crowd } from './load/honest.mjs'
import { head, line, ratio } from './load/report.mjs'
import { megabytes, processorSeconds, start } from './load/server.mjs'
import { addressOf } from './load/socket.mjs'
import { tokenOf } from './load/wire.mjs'

const MOST_MEASUREMENTS = 60
const LET_GO_MS = 30_000

const chosen = options(process.argv.slice(2), {
  joins: 100_000, documents: 10, clients: 10, writers: 2, rate: 5, seconds: 10, warmup: 5
})

const server = await start(new URL('../..', import.meta.url).pathname, {})
const crowd = new Crowd({
  ...chosen, carets: 0, caretRate: 1, address: addressOf(server.url, '/collab'), token: tokenOf(server.secret, 'load')
})

const measured = async what => {
  const before = { cpu: processorSeconds(server.pid), at: performance.now() }
  const figures = await crowd.measure(chosen.seconds)
  figures.cores = (processorSeconds(server.pid) - before.cpu) / ((performance.now() - before.at) / 1000)
  figures.megabytes = megabytes(server.pid)
  console.log(line(what, figures))
  return figures
}

const same = (before, after) => Object.keys(before).every(what => after[what] === before[what])

try {
  console.log(`${machine()}\n${chosen.documents} × ${chosen.clients} clients, ${chosen.writers} of each write ${chosen.rate} times a second\n\n${head}`)
  await crowd.open()
  await crowd.measure(chosen.warmup, { drain: 2 })
  const alone = await measured('alone')
  const before = await held(server)
  const heapBefore = await collected(server)
  const storm = await begin({ url: server.url, secret: server.secret, size: chosen.joins }, new URL('load/storm.mjs', import.meta.url).pathname)
  let over
  storm.ended.then(report => { over = report })
  for (let i = 0; !over && i < MOST_MEASUREMENTS; i++) console.log(ratio('joins', alone, await measured('joins')))
  console.log(JSON.stringify(over ?? await storm.stop()))
  const heapAtOnce = await server.memory()
  const since = performance.now()
  let after = await held(server)
  while (!same(before, after) && performance.now() - since < LET_GO_MS) {
    await new Promise(resolve => setTimeout(resolve, 250))
    after = await held(server)
  }
  console.log(`held before ${JSON.stringify(before)}\nheld after  ${JSON.stringify(after)}, ${((performance.now() - since) / 1000).toFixed(1)} s after the last leave`)
  console.log(`heap ${heapBefore.toFixed(1)} MB before, ${heapAtOnce.heap.toFixed(1)} MB at the end, ${(await collected(server)).toFixed(1)} MB of it after a collection; at most ${megabytes(server.pid, 'VmHWM').toFixed(0)} MB resident`)
  if (!same(before, after)) process.exitCode = 1
} finally {
  crowd.close()
  await server.stop()
}
