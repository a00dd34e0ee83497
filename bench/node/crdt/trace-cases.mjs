// The keystroke traces as updates: what a server does with them.
import * as traces from './traces.mjs'

const FIRST = 10_000
const KNOWN = 1_000

const load = (engine, state) => {
  const doc = engine.document()
  engine.apply(doc, state)
  return doc
}

const apply = trace => ({ engine, folder }) => {
  const { updates, text } = traces.read(folder, trace)
  return {
    iterate: it => {
      const doc = engine.document()
      it.time('time', () => { for (const update of updates) engine.apply(doc, update) })
      it.prove('text', () => engine.text(doc))
      if (engine.text(doc) !== text) throw new Error('another text came out')
      engine.close(doc)
    }
  }
}

const open = trace => ({ engine, folder }) => {
  const { state, text } = traces.read(folder, trace)
  return {
    iterate: it => {
      const [doc, content] = it.time('time', () => {
        const doc = load(engine, state)
        return [doc, engine.text(doc)]
      })
      if (content !== text) throw new Error('another text came out')
      it.prove('text', () => content)
      it.prove('bytes', () => engine.encode(doc))
      engine.close(doc)
    }
  }
}

const encode = trace => ({ engine, folder }) => {
  const doc = load(engine, traces.read(folder, trace).state)
  return {
    iterate: it => {
      const bytes = it.time('time', () => engine.encode(doc))
      it.prove('bytes', () => bytes)
    }
  }
}

const memory = trace => ({ engine, folder }) => {
  const { state } = traces.read(folder, trace)
  return {
    once: true,
    copies: 20,
    hold: () => {
      const doc = load(engine, state)
      if (engine.text(doc) === '') throw new Error('no text')
      return doc
    },
    iterate: it => it.prove('text', () => engine.text(load(engine, state)))
  }
}

/** Merged updates must load to the same document, whatever their own bytes. */
const loaded = (engine, merged) => engine.encode(load(engine, merged))

const merge = (trace, count) => ({ engine, folder }) => {
  if (!engine.mergeUpdates) return null
  const updates = traces.read(folder, trace).updates.slice(0, count)
  return {
    iterate: it => {
      const merged = it.time('time', () => engine.mergeUpdates(updates))
      it.add('size', merged.length)
      it.prove('loaded', () => loaded(engine, merged))
    }
  }
}

const diff = trace => ({ engine, folder }) => {
  if (!engine.diffUpdate) return null
  const { updates, state } = traces.read(folder, trace)
  const doc = engine.document()
  for (const update of updates.slice(0, KNOWN)) engine.apply(doc, update)
  const known = engine.stateVectorOf(engine.encode(doc))
  return {
    iterate: it => {
      const rest = it.time('time', () => engine.diffUpdate(state, known))
      it.prove('bytes', () => rest)
    }
  }
}

const stateVector = trace => ({ engine, folder }) => {
  if (!engine.stateVectorOf) return null
  const { state } = traces.read(folder, trace)
  return {
    iterate: it => {
      const vector = it.time('time', () => engine.stateVectorOf(state))
      it.prove('bytes', () => vector)
    }
  }
}

const PAPER = 'automerge-paper'
const FRIENDS = 'friendsforever'

export const traceCases = {
  'apply': apply(PAPER),
  'load': open(PAPER),
  'encode': encode(PAPER),
  'memory': memory(PAPER),
  'merge-10k': merge(PAPER, FIRST),
  // yjs merges one call's updates in quadratic time: this would take it a quarter of an hour.
  'merge-all': () => null,
  'diff': diff(PAPER),
  'state-vector': stateVector(PAPER),
  'lazy-open': () => null,
  'lazy-memory': () => null,
  'concurrent-apply': apply(FRIENDS),
  'concurrent-load': open(FRIENDS),
  'concurrent-memory': memory(FRIENDS)
}
