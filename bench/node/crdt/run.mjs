// An engine's process with one case in it, told step by step what to do, so that engines can take turns.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export const ENGINES = ['quire', 'yjs', 'ywasm']
const child = new URL('child.mjs', import.meta.url).pathname
const MAX_HEAP_MB = 6000
const LAST_WORDS = 2000

const command = (engine, classPath, task) => engine === 'quire'
  ? ['java', ['-Xmx' + MAX_HEAP_MB + 'm', '-cp', classPath, 'dev.quire.bench.crdt.Child', task]]
  : ['node', ['--expose-gc', '--max-old-space-size=' + MAX_HEAP_MB, child, task]]

/** One process. Each step that it is asked for has one answer, an object; what fails says why instead of answering. */
export class EngineProcess {
  #process
  #answers
  #complaints = ''
  #failure = null
  #timer

  constructor (engine, classPath, task, limitMs) {
    const [program, args] = command(engine, classPath, JSON.stringify({ ...task, engine }))
    this.#process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#process.stderr.setEncoding('utf8').on('data', text => { this.#complaints = (this.#complaints + text).slice(-LAST_WORDS) })
    this.#process.stdin.on('error', () => {})
    this.#process.on('error', error => { this.#failure ??= String(error) })
    this.#answers = createInterface(this.#process.stdout)[Symbol.asyncIterator]()
    this.#timer = setTimeout(() => this.#fail(`took longer than ${limitMs / 1000} s`), limitMs)
  }

  /** Why it ended before its time, or null. */
  get failure () { return this.#failure }

  #fail (reason) {
    this.#failure ??= reason
    this.#process.kill('SIGKILL')
  }

  /** Asks for a step; its answer, or null if there will be none. */
  async ask (step) {
    if (this.#failure) return null
    this.#process.stdin.write(step + '\n')
    const { value, done } = await this.#answers.next()
    if (!done) return JSON.parse(value)
    await new Promise(resolve => this.#process.exitCode !== null || this.#process.signalCode !== null ? resolve() : this.#process.once('close', resolve))
    this.#failure ??= this.#complaints.trim().split('\n').slice(-5).join('\n') || `ended with ${this.#process.exitCode ?? this.#process.signalCode}`
    return null
  }

  close () {
    clearTimeout(this.#timer)
    this.#process.stdin.end()
    this.#process.kill()
  }
}
