// Waits until the processes named on standard input answer: `name pid port managementPort`, one a line,
// the port left out where there is none. Ends with status 1 when one of them has ended, or a check is
// not up, or nobody answers, for too long.
import { readFileSync } from 'node:fs'

const PATIENCE_MILLIS = 180_000
const BETWEEN_MILLIS = 200
const deadline = Date.now() + PATIENCE_MILLIS

const processes = readFileSync(0, 'utf8').trim().split('\n').map(line => {
  const [name, pid, ...ports] = line.split(/\s+/)
  return { name, pid: Number(pid), management: ports.at(-1), port: ports.length > 1 ? ports[0] : undefined, says: 'nothing yet' }
})

const get = url => fetch(url, { signal: AbortSignal.timeout(5_000) })

/** Whether every check is up: with an edge that knows no owner yet nobody can work. */
const answers = async one => {
  const ready = await get(`http://127.0.0.1:${one.management}/health/ready`)
  one.says = await ready.text()
  const isUp = ready.ok && Object.values(JSON.parse(one.says).checks).every(status => status === 'UP')
  if (!isUp || one.port === undefined) return isUp
  const keys = await get(`http://127.0.0.1:${one.port}/.well-known/jwks.json`)
  one.says = `the edge's answer ${keys.status}`
  return keys.ok
}

const untilReady = async one => {
  for (;;) {
    try {
      process.kill(one.pid, 0)
    } catch {
      throw new Error(`${one.name} has ended`)
    }
    const is = await answers(one).catch(fault => { one.says = String(fault.cause ?? fault) })
    if (is) return
    if (Date.now() > deadline) throw new Error(`${one.name} does not answer: ${one.says}`)
    await new Promise(resolve => setTimeout(resolve, BETWEEN_MILLIS))
  }
}

await Promise.all(processes.map(untilReady)).catch(fault => {
  console.error(fault.message)
  process.exit(1)
})
