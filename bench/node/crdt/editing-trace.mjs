// B4 of the crdt-benchmarks suite: the keystrokes of a paper, done locally one by one; and a hundred times over, each
// time before what is there already.
import { parsed } from './parsed.mjs'
import { readTrace } from './traces.mjs'

const WRITER = 0x5eed0001

const readText = replica => replica.readText()

const editing = times => ({ engine, traces }) => {
  const trace = readTrace(traces, 'automerge-paper')
  const edits = trace.txns.flatMap(({ patches }) => patches)
  const write = onUpdate => {
    const replica = engine.replica(WRITER, onUpdate)
    for (let i = 0; i < times; i++) {
      for (const [index, removed, inserted] of edits) {
        if (removed > 0) replica.deleteText(index, removed)
        if (inserted !== '') replica.insertText(index, inserted)
      }
    }
    return replica
  }
  let last = null
  const parse = parsed(engine, () => last, readText)
  return {
    once: times > 1,
    copies: times > 1 ? 1 : 20,
    hold: parse.hold,
    iterate: it => {
      let size = 0
      const [replica, content] = it.time('time', () => {
        const replica = write(update => { size += update.length })
        return [replica, readText(replica)]
      })
      if (content !== trace.endContent.repeat(times)) throw new Error('another text came out')
      it.add('updateSize', size)
      last = it.timeOften('encodeTime', () => replica.encode())
      it.prove('content', () => content)
      replica.close()
      parse.iterate(it, last)
    }
  }
}

export const editingTraceCases = {
  'B4 editing trace': editing(1),
  'B4x100 editing trace, 100 times': editing(100)
}
