// Runs an attack beside honest clients, and says what these notice of it.
import { spawn } from 'node:child_process'
import os from 'node:os'
import { createInterface } from 'node:readline'
import { processorSeconds } from './server.mjs'

const program = new URL('attacker.mjs', import.meta.url).pathname
const LAST_WORDS_MS = 10_000

/** Attackers have machines of their own: here they get what the server and the honest leave of the processors. */
const LAST = 19

/** Begins one; `stop()` ends it and tells what came of it, `ended` of one that ends by itself. */
export const begin = async (task, script = program) => {
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['pipe', 'pipe', 'inherit'] })
  os.setPriority(child.pid, LAST)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  await lines.next()
  const last = lines.next().then(line => line.value ? JSON.parse(line.value) : { ended: 'without a word' })
  const begun = { cpu: processorSeconds(child.pid), at: performance.now() }
  return {
    /** Cores that it has used since it began. */
    cores: () => (processorSeconds(child.pid) - begun.cpu) / ((performance.now() - begun.at) / 1000),
    ended: last,
    stop: async () => {
      child.stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), LAST_WORDS_MS)
      return await last.finally(() => clearTimeout(timer))
    }
  }
}
