// Runs one case of one engine in a fresh process, and watches what else the machine does meanwhile.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { watch } from '../lib/machine.mjs'

export const ENGINES = ['quire', 'yjs', 'ywasm']
const child = new URL('child.mjs', import.meta.url).pathname
const MAX_HEAP_MB = 6000

const command = (engine, classPath, task) => engine === 'quire'
  ? ['java', ['-Xmx' + MAX_HEAP_MB + 'm', '-cp', classPath, 'dev.quire.bench.crdt.Child', task]]
  : ['node', ['--expose-gc', '--max-old-space-size=' + MAX_HEAP_MB, child, task]]

/** The result of the process, with `others`: how many cores were busy with something else. */
export const run = (engine, classPath, task, limitMs) => {
  const out = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'quire-bench-')), 'result.json')
  const watching = watch()
  try {
    const [program, args] = command(engine, classPath, JSON.stringify({ ...task, engine, out }))
    const { status, signal, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: limitMs, killSignal: 'SIGKILL' })
    if (error?.code === 'ETIMEDOUT') return { failed: `took longer than ${limitMs / 1000} s` }
    if (status !== 0) return { failed: (stderr || String(error ?? signal)).trim().split('\n').slice(-5).join('\n') }
    const result = JSON.parse(fs.readFileSync(out, 'utf8'))
    return { ...result, others: watching.others(result.cpu ?? 0) }
  } finally {
    fs.rmSync(path.dirname(out), { recursive: true, force: true })
  }
}
