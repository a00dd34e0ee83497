// `./scripts/bench search`: how soon search knows of an edit, while others write elsewhere.
//
//   --edits <n>         edits that are looked for (300), one after the other in --searched <n> documents (20)
//   --every <ms>        from one edit to the next (100)
//   --documents <n>     other documents (100) of --clients <n> (3), of whom --writers <n> (1) write --rate <n> times a second (4)
//
// Starts a Quire on an empty folder and stops it afterwards. An edit puts a word that nobody has written before into a
// document; it is asked for every 25 ms, from its acknowledgement until it is found. Server, writers and searchers share
// the machine.
import { machine } from './lib/machine.mjs'
import { options } from './lib/options.mjs'
import { Crowd } from './load/honest.mjs'
import { origin } from './load/large-document.mjs'
import { processorSeconds, start } from './load/server.mjs'
import { addressOf } from './load/socket.mjs'
import { tokenOf } from './load/wire.mjs'

const ASKING_MS = 25
const PATIENCE_MS = 60_000
const chosen = options(process.argv.slice(2), { edits: 300, searched: 20, every: 100, documents: 100, clients: 3, writers: 1, rate: 4 })

const server = await start(new URL('../..', import.meta.url).pathname, {})
const crowd = new Crowd({ ...chosen, carets: 0, caretRate: 1, address: addressOf(server.url, '/collab'), token: tokenOf(server.secret, 'load') })
const headers = { authorization: `Bearer ${tokenOf(server.secret, 'searcher')}` }
const at = `${origin(server.url)}/api/v1/documents`
const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

const put = async (name, text) => {
  const answer = await fetch(`${at}/${name}/content`, { method: 'PUT', headers: { ...headers, 'content-type': 'text/plain' }, body: text })
  if (answer.status !== 200) throw new Error(`not put: ${await answer.text()}`)
}

/** Milliseconds from an edit's acknowledgement until it is found. */
const once = async (number, texts) => {
  const name = `searched-${number % chosen.searched}`
  const word = `word${number}z`
  texts.set(name, `${texts.get(name) ?? 'What is known of tides'} ${word}`)
  await put(name, texts.get(name))
  const saved = performance.now()
  while (performance.now() - saved < PATIENCE_MS) {
    const answer = await fetch(`${at}?q=${word}`, { headers })
    if (answer.status !== 200) throw new Error(`not searched: ${await answer.text()}`)
    if ((await answer.json()).items.length > 0) return performance.now() - saved
    await pause(ASKING_MS)
  }
  return Infinity
}

try {
  console.log(machine())
  const texts = new Map()
  for (let i = 0; i < chosen.searched; i++) await put(`searched-${i}`, 'What is known of tides')
  await crowd.open()
  const seconds = Math.ceil(chosen.edits * chosen.every / 1000) + 5
  const cpu = processorSeconds(server.pid)
  const load = crowd.measure(seconds)
  const found = []
  for (let i = 0; i < chosen.edits; i++) {
    found.push(once(i, texts))
    await pause(chosen.every)
  }
  const lags = (await Promise.all(found)).sort((a, b) => a - b)
  const figures = await load
  const of = share => (lags[Math.min(lags.length - 1, Math.floor(lags.length * share))] / 1000).toFixed(2)
  console.log(`${chosen.documents} × ${chosen.clients} clients, ${chosen.writers} of each write ${chosen.rate} times a second: acknowledged p99 ` +
    `${figures.acknowledged.p99.toFixed(1)} ms, server ${((processorSeconds(server.pid) - cpu) / seconds).toFixed(2)} cores`)
  console.log(`${lags.length} edits found after: p50 ${of(0.5)} s, p95 ${of(0.95)} s, p99 ${of(0.99)} s, worst ${of(1)} s; ` +
    `${lags.filter(ms => ms > 5000).length} after more than 5 s`)
} finally {
  crowd.close()
  await server.stop()
}
