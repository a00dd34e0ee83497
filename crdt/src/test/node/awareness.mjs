/**
 * Random lives of some `Awareness`es of y-protocols, told step by step: one line `step` each, whose first word is what
 * was done and to whom (see below), then what was told to listeners, then all that it knows afterwards, as bytes.
 */
import * as awareness from 'y-protocols/awareness'
import * as Y from 'yjs'
import { setTime } from './clock.mjs'
import { line } from './lines.mjs'
import { Random } from './random.mjs'

const CLIENTS = [1, 2, 3]

const values = random => random.pick([
  {}, { name: 'Ada' }, { name: 'Zoë 😀', at: [1, 2.5, null, { a: true }] }, { cursor: { anchor: random.below(5) } }, { 2: 'b', 1: 'a' }
])

/** What y-protocols does in a timer, which would keep this process alive. */
const withoutTimer = make => {
  const real = globalThis.setInterval
  globalThis.setInterval = tick => { withoutTimer.tick = tick }
  try {
    return { awareness: make(), tick: withoutTimer.tick }
  } finally {
    globalThis.setInterval = real
  }
}

export const lives = (seed, steps) => {
  const random = new Random(seed)
  let now = 1_000_000
  setTime(now)
  try {
    let told = []
    const all = CLIENTS.map(client => {
      const doc = new Y.Doc()
      doc.clientID = client
      const made = withoutTimer(() => new awareness.Awareness(doc))
      for (const kind of ['change', 'update']) {
        made.awareness.on(kind, ({ added, updated, removed }) =>
          told.push(`${kind} +${added} ~${updated} -${removed}`))
      }
      return made
    })
    const sent = []
    let lines = ''
    for (let step = 0; step < steps; step++) {
      const at = random.below(all.length)
      const { awareness: here, tick } = all[at]
      told = []
      const known = [...here.meta.keys()]
      const action = random.pick(['set', 'field', 'leave', 'send', 'send', 'apply', 'apply', 'apply', 'remove', 'wait', 'tick', 'modify'])
      let args = []
      if (action === 'set') {
        args = [JSON.stringify(values(random))]
        here.setLocalState(JSON.parse(args[0]))
      } else if (action === 'field') {
        args = [random.pick(['name', 'cursor']), JSON.stringify(random.pick(['x', 7, null, { deep: [] }]))]
        here.setLocalStateField(args[0], JSON.parse(args[1]))
      } else if (action === 'leave') {
        if (random.chance(0.7)) continue
        here.setLocalState(null)
      } else if (action === 'send') {
        const whose = known.filter(() => random.chance(0.6))
        sent.push(awareness.encodeAwarenessUpdate(here, whose))
        args = [whose, sent.at(-1)]
      } else if (action === 'modify') {
        if (sent.length === 0) continue
        const state = random.pick([null, { by: 'server' }])
        const before = random.pick(sent)
        sent.push(awareness.modifyAwarenessUpdate(before, () => state))
        args = [before, JSON.stringify(state), sent.at(-1)]
      } else if (action === 'apply') {
        if (sent.length === 0) continue
        args = [random.pick(sent)]
        awareness.applyAwarenessUpdate(here, args[0], 'wire')
      } else if (action === 'remove') {
        args = [CLIENTS.filter(() => random.chance(0.3))]
        awareness.removeAwarenessStates(here, args[0], 'closed')
      } else if (action === 'wait') {
        now += random.pick([1, 5_000, 15_000, 29_999, 30_000])
        setTime(now)
        args = [now]
      } else {
        tick()
      }
      const clients = [...here.meta.keys()].sort((a, b) => a - b)
      lines += line('step', action, at, told.join(';'), clients, awareness.encodeAwarenessUpdate(here, clients), ...args)
    }
    return lines
  } finally {
    setTime(null)
  }
}
