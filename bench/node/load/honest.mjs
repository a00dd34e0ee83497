// Honest clients: N documents of M clients each, some of whom write, and what the others see of it and when.
import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import { EMPTY_STATE_VECTOR, NOTHING, characters, keystroke } from './keystroke.mjs'
import { Socket } from './socket.mjs'
import { Auth, Reader, Sync, Type, authenticate, caret, sync } from './wire.mjs'

const SLOWEST_US = 600_000_000
const OPENING = 50

class Client {
  constructor (document, number) {
    Object.assign(this, { document, id: number, clock: 0, carets: 0, due: [], unanswered: [] })
  }
}

/** All of them. Opens first; then measures as often as it is asked. */
export class Crowd {
  #clients = []
  #writers = new Map()
  #counting = false
  #problems = 0

  /** @param plan { address, token, documents, clients, writers, rate, carets, caretRate } */
  constructor (plan) {
    this.plan = plan
    this.run = Math.random().toString(36).slice(2)
    let number = 1 + Math.floor(Math.random() * 1e9)
    for (let d = 0; d < plan.documents; d++) {
      const size = d === 0 ? Math.max(plan.clients, plan.carets) : plan.clients
      for (let i = 0; i < size; i++) this.#clients.push(new Client(`load-${this.run}-${d}`, number++))
    }
    const perDocument = new Map()
    for (const client of this.#clients) {
      const place = perDocument.get(client.document) ?? 0
      perDocument.set(client.document, place + 1)
      client.peers = perDocument
      if (place < plan.writers) this.#writers.set(client.id, client)
      client.hasCaret = client.document.endsWith('-0') && place < plan.carets
    }
  }

  async open () {
    for (let i = 0; i < this.#clients.length; i += OPENING) {
      await Promise.all(this.#clients.slice(i, i + OPENING).map(client => this.#connect(client)))
    }
  }

  close () {
    for (const client of this.#clients) client.socket?.end()
  }

  async #connect (client) {
    const socket = client.socket = new Socket(this.plan.address)
    await socket.open
    await new Promise((resolve, reject) => {
      socket.onclose = code => {
        this.#problems++
        reject(new Error(`closed with ${code}`))
      }
      client.synchronised = resolve
      socket.onframe = frame => this.#read(client, frame)
      socket.send(authenticate(client.document, this.plan.token))
    })
  }

  #read (client, frame) {
    const reader = new Reader(frame)
    reader.blob()
    const type = reader.number()
    if (type === Type.syncStatus) this.#acknowledged(client, reader.number())
    else if (type === Type.auth) this.#authenticated(client, reader)
    else if (type === Type.sync || type === Type.syncReply) this.#synchronised(client, reader)
    else if (type === Type.awareness && this.#counting) this.figures.presenceFrames++
  }

  #authenticated (client, reader) {
    if (reader.number() !== Auth.authenticated) throw new Error(`the server refuses ${client.document}`)
    client.socket.send(sync(client.document, Sync.step1, EMPTY_STATE_VECTOR))
  }

  #synchronised (client, reader) {
    const step = reader.number()
    const payload = reader.blob()
    if (step === Sync.step1) {
      client.unanswered.push(NaN)
      client.socket.send(sync(client.document, Sync.step2, NOTHING))
      return
    }
    const now = performance.now()
    characters(payload, (writer, from, to) => {
      const due = this.#writers.get(writer)?.due
      if (!due || writer === client.id) return
      for (let clock = from; clock < to; clock++) {
        if (due[clock] >= this.#since) this.#count(this.figures.deliveries, now - due[clock])
      }
    })
    if (step === Sync.step2) client.synchronised()
  }

  #acknowledged (client, applied) {
    const due = client.unanswered.shift()
    if (applied !== 1) this.#problems++
    if (due >= this.#since) this.#count(this.figures.acknowledgements, performance.now() - due)
  }

  #count (histogram, milliseconds) {
    histogram.record(Math.max(1, Math.round(milliseconds * 1000)))
  }

  #since = Infinity

  /**
   * Writes for so long and counts what was due in it, also what arrives late: latencies run from the
   * moment that a keystroke was due, so a generator or a server that falls behind shows.
   */
  async measure (seconds, { carets = true, drain = 10 } = {}) {
    const histogram = () => createHistogram({ lowest: 1, highest: SLOWEST_US, figures: 3 })
    this.figures = { deliveries: histogram(), acknowledgements: histogram(), sent: 0, expected: 0, presenceFrames: 0 }
    const behind = monitorEventLoopDelay({ resolution: 1 })
    behind.enable()
    const begun = this.#since = performance.now()
    this.#counting = true
    const writers = [...this.#writers.values()]
    const interval = 1000 / this.plan.rate
    const next = writers.map((_, i) => begun + interval * (i + Math.random()) / writers.length)
    const caretWriters = carets ? this.#clients.filter(client => client.hasCaret) : []
    const caretInterval = 1000 / this.plan.caretRate
    const nextCaret = caretWriters.map(() => begun + caretInterval * Math.random())
    const end = begun + seconds * 1000
    await new Promise(resolve => {
      const timer = setInterval(() => {
        const now = performance.now()
        writers.forEach((writer, i) => {
          while (next[i] <= Math.min(now, end)) {
            this.#write(writer, next[i])
            next[i] += interval
          }
        })
        caretWriters.forEach((client, i) => {
          if (nextCaret[i] > now) return
          this.#move(client)
          nextCaret[i] = Math.max(nextCaret[i] + caretInterval, now)
        })
        if (now >= end) { clearInterval(timer); resolve() }
      }, 1)
    })
    const took = (performance.now() - begun) / 1000
    const patience = performance.now() + drain * 1000
    while (this.figures.deliveries.count < this.figures.expected && performance.now() < patience) {
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    this.#counting = false
    behind.disable()
    this.#since = Infinity
    return { ...summary(this.figures, took), problems: this.#problems, behind: behind.max / 1e6 }
  }

  #write (writer, due) {
    if (writer.socket.closed) return
    const clock = writer.clock++
    writer.due[clock] = due
    writer.unanswered.push(due)
    this.figures.sent++
    this.figures.expected += writer.peers.get(writer.document) - 1
    writer.socket.send(sync(writer.document, Sync.update, keystroke(writer.id, clock)))
  }

  #move (client) {
    const state = { user: { name: `editor ${client.id}`, color: '#a1b2c3' }, cursor: { anchor: client.carets, head: client.carets } }
    client.socket.send(caret(client.document, client.id, ++client.carets, state))
  }
}

const summary = (figures, seconds) => {
  const of = (histogram, percentile) => histogram.count === 0 ? NaN : histogram.percentile(percentile) / 1000
  return {
    sent: figures.sent,
    lost: figures.expected - figures.deliveries.count,
    deliveriesPerSecond: figures.deliveries.count / seconds,
    presenceFramesPerSecond: figures.presenceFrames / seconds,
    delivery: { p50: of(figures.deliveries, 50), p99: of(figures.deliveries, 99) },
    acknowledged: { p50: of(figures.acknowledgements, 50), p99: of(figures.acknowledgements, 99) }
  }
}
