// `./scripts/bench load`: honest clients over /collab with the real protocol, and what their edits take to arrive.
//
//   --documents <n>     documents (1)
//   --clients <n>       clients in each (100)
//   --writers <n>       of whom write (10)
//   --rate <n>          keystrokes a second of each writer (10)
//   --seconds <n>       how long a measurement is (10), after --warmup <n> seconds (5)
//   --carets <n>        so many clients in the first document move a caret --caret-rate <n> times a second (10):
//                       measured without and with them
//   --attack <kind>     measured without and beside one of strangers, joins, slow, flood, slowloris, bombs, garbage,
//                       large, paste; --attack all for each in turn; --size <n> for another number of sockets (or joins).
//                       Attackers run at the lowest priority
//   --control           beside each attack, measures also what is left of it when its program uses as much of the
//                       processors and never reaches the server
//   --rounds <n>        how often without and with take turns (1)
//   --url <ws://…>      a Quire that runs already, with --secret <its QUIRE_EXTERNAL_JWT_SECRET> and, for its processor
//                       time and memory, --pid <n>; else one is started on an empty folder and stopped afterwards
//   --limits            leaves the pace of edits limited in the Quire that is started
//
// Latencies run from the moment a keystroke was due to its arrival at each of the others, and to its
// acknowledgement, which means: on disk. Server and clients share the machine; `behind` is by how many
// milliseconds the clients' own program was late at most, which is in the latencies too.
import { options, refuse } from './lib/options.mjs'
import { machine } from './lib/machine.mjs'
import { begin } from './load/attack.mjs'
import { ATTACKS, CONTROL } from './load/attacks.mjs'
import { Crowd } from './load/honest.mjs'
import { head, line, ratio } from './load/report.mjs'
import { megabytes, processorSeconds, start } from './load/server.mjs'
import { addressOf } from './load/socket.mjs'
import { tokenOf } from './load/wire.mjs'

const chosen = options(process.argv.slice(2), {
  documents: 1, clients: 100, writers: 10, rate: 10, seconds: 10, warmup: 5,
  carets: 0, 'caret-rate': 10, attack: '', size: 0, rounds: 1, control: false, url: '', secret: '', pid: 0, limits: false
})
const kinds = chosen.attack === 'all' ? Object.keys(ATTACKS) : chosen.attack.split(',').filter(Boolean)
for (const kind of kinds) {
  if (!ATTACKS[kind]) refuse(`no attack ${kind}; there are ${Object.keys(ATTACKS).join(', ')}`)
}
if (chosen.url && !chosen.secret) refuse('--url needs --secret')

const root = new URL('../..', import.meta.url).pathname
const server = chosen.url
  ? { ...chosen, stop: async () => {} }
  : await start(root, chosen.limits ? {} : { QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND: '0' })
const crowd = new Crowd({
  ...chosen, caretRate: chosen['caret-rate'], address: addressOf(server.url, '/collab'), token: tokenOf(server.secret, 'load')
})

const measured = async (what, how = {}) => {
  const before = { cpu: processorSeconds(server.pid), at: performance.now() }
  const figures = await crowd.measure(chosen.seconds, how)
  figures.cores = (processorSeconds(server.pid) - before.cpu) / ((performance.now() - before.at) / 1000)
  figures.megabytes = megabytes(server.pid)
  figures.memory = await server.memory?.()
  console.log(line(what, figures))
  return figures
}

try {
  console.log(`${machine()}\n${chosen.documents} × ${chosen.clients} clients, ${chosen.writers} of each write ${chosen.rate} times a second\n\n${head}`)
  await crowd.open()
  await crowd.measure(chosen.warmup, { drain: 2 })
  for (let round = 0; round < chosen.rounds; round++) {
    const alone = await measured('alone', { carets: false })
    if (chosen.carets > 0) console.log(ratio('with carets', alone, await measured(`${chosen.carets} carets`)))
    for (const kind of kinds) {
      const attack = await begin({ kind, url: server.url, secret: server.secret, size: chosen.size || undefined })
      const beside = await measured(kind)
      const cores = attack.cores()
      const came = await attack.stop()
      console.log(ratio(kind, alone, beside), `attackers ${cores.toFixed(2)} cores`, JSON.stringify(came))
      if (chosen.control) {
        const burning = await begin({ kind: CONTROL, url: server.url, cores })
        const control = await measured(CONTROL)
        await burning.stop()
        console.log(ratio(`${kind} against ${cores.toFixed(2)} cores burnt`, control, beside))
      }
    }
  }
  console.log(`at most ${megabytes(server.pid, 'VmHWM').toFixed(0)} MB resident`)
} finally {
  crowd.close()
  await server.stop()
}
