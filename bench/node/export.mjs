// `./scripts/bench export`: what exporting a large document takes, and what others notice of it meanwhile.
//
//   --blocks <n>        paragraphs of some 180 characters in the large document (45000: 10 MB of state)
//   --format <name>     html, markdown, prosemirror or text (html)
//   --users <n,n,…>     how many export at the same time, one after the other without a pause, each measured by itself (1,4)
//   --documents <n>     other documents (10) of --clients <n> (10), of whom --writers <n> (2) write --rate <n> times a second (5)
//   --seconds <n>       how long a measurement is (15), after --warmup <n> seconds (5)
//   --rounds <n>        how often without and with take turns (1)
//
// Starts a Quire on an empty folder and stops it afterwards. Acknowledgements are timed as in `bench load`: from the
// moment a keystroke was due until it is on disk. Server, writers and exporters share the machine, the exporters at the
// lowest priority.
import { machine } from './lib/machine.mjs'
import { options } from './lib/options.mjs'
import { begin } from './load/attack.mjs'
import { Crowd } from './load/honest.mjs'
import { fill } from './load/large-document.mjs'
import { head, line, ratio } from './load/report.mjs'
import { megabytes, processorSeconds, start } from './load/server.mjs'
import { addressOf } from './load/socket.mjs'
import { tokenOf } from './load/wire.mjs'

const chosen = options(process.argv.slice(2), {
  blocks: 45_000, format: 'html', users: '1,4', documents: 10, clients: 10, writers: 2, rate: 5, seconds: 15, warmup: 5, rounds: 1
})

const server = await start(new URL('../..', import.meta.url).pathname, { QUIRE_LIMIT_BODY_BYTES: String(64 << 20) })
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

const exporter = new URL('load/exporter.mjs', import.meta.url).pathname
const exporting = users => begin({ url: server.url, secret: server.secret, size: users, format: chosen.format }, exporter)

try {
  console.log(machine())
  console.log(await fill(server, chosen.blocks))
  await crowd.open()
  const first = await exporting(1)
  console.log('the first exports, alone on a server that is just started:', JSON.stringify(await first.stop()))
  await crowd.measure(chosen.warmup, { drain: 2 })
  console.log(`\n${chosen.documents} × ${chosen.clients} clients, ${chosen.writers} of each write ${chosen.rate} times a second\n\n${head}`)
  for (let round = 0; round < chosen.rounds; round++) {
    for (const users of String(chosen.users).split(',').map(Number)) {
      const alone = await measured('alone')
      const exports = await exporting(users)
      const beside = await measured(`${users} exporting`)
      console.log(ratio(`${users} exporting`, alone, beside), JSON.stringify(await exports.stop()))
    }
  }
  console.log(`at most ${megabytes(server.pid, 'VmHWM').toFixed(0)} MB resident`)
} finally {
  crowd.close()
  await server.stop()
}
