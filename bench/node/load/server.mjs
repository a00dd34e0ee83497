// The server under load: one of our own that is started for it, or one that runs already.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

const TICKS_PER_SECOND = 100
const START_MS = 120_000

const freePort = () => new Promise(resolve => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    server.close(() => resolve(port))
  })
})

/** Starts all services in one process on an empty folder; what `./scripts/build` made must be there. */
export const start = async (root, settings) => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'quire-load-'))
  const secret = randomBytes(24).toString('hex')
  const port = await freePort()
  const management = await freePort()
  const log = fs.openSync(path.join(data, 'log'), 'w')
  const child = spawn(path.join(root, 'scripts/launch'), ['dev.quire.standalone.Standalone'], {
    stdio: ['ignore', 'pipe', log],
    env: {
      ...process.env,
      QUIRE_DATA: data,
      QUIRE_PORT: String(port),
      QUIRE_MANAGEMENT_PORT: String(management),
      QUIRE_EXTERNAL_JWT_SECRET: secret,
      QUIRE_COOKIE_SECURE: 'false',
      ...settings
    }
  })
  const ended = new Promise(resolve => child.on('exit', resolve))
  const ready = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the server was not ready in ${START_MS / 1000} s`)), START_MS)
    createInterface(child.stdout).on('line', line => {
      if (line.startsWith('Quire is ready')) { clearTimeout(late); resolve() }
    })
    ended.then(() => reject(new Error(`the server ended; its log is ${data}/log`)))
  })
  try {
    await ready
  } catch (error) {
    child.kill()
    throw error
  }
  return {
    url: `ws://127.0.0.1:${port}`,
    secret,
    pid: child.pid,
    metrics: () => metrics(management),
    memory: () => memory(management),
    stop: async () => {
      child.kill()
      await ended
      fs.rmSync(data, { recursive: true, force: true })
    }
  }
}

const metrics = async port => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()

/** Megabytes in the heap, with what is not collected yet, and in Netty's buffers. */
const memory = async port => {
  const lines = (await metrics(port)).split('\n')
  const sum = start => lines.filter(line => line.startsWith(start)).reduce((all, line) => all + Number(line.split(' ').pop()), 0) / 1048576
  return { heap: sum('jvm_memory_used_bytes{area="heap"'), direct: sum('netty_allocator_memory_used') }
}

/** Processor seconds that a process has used so far; NaN where nothing can be said of it. */
export const processorSeconds = pid => {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  } catch {
    return NaN
  }
}

/** Megabytes that it holds now, `VmRSS`, or has held at most, `VmHWM`. */
export const megabytes = (pid, what = 'VmRSS') => {
  try {
    return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
  } catch {
    return NaN
  }
}
