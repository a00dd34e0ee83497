// B3 of the crdt-benchmarks suite: 20·√n writers make one edit each without seeing the others'; one of them takes all
// of them in one transaction.
import { parsed } from './parsed.mjs'

const FIRST_CLIENT = 0x5eed0000

/** `edit(replica, i, writers)` is what writer i does. */
const manyWriters = (edit, read) => ({ engine, n }) => {
  const writers = Math.floor(Math.sqrt(n)) * 20
  const updates = []
  for (let i = 0; i < writers; i++) {
    const replica = engine.replica(FIRST_CLIENT + i, update => updates.push(update))
    edit(replica, i, writers)
    replica.close()
  }
  const take = replica => {
    replica.applyAll(updates)
    return read(replica)
  }
  const second = () => {
    const replica = engine.replica(FIRST_CLIENT + 1)
    edit(replica, 1, writers)
    return replica
  }
  const parse = parsed(engine, () => {
    const replica = second()
    take(replica)
    return replica.encode()
  }, read)
  return {
    copies: 20,
    hold: parse.hold,
    iterate: it => {
      const replica = second()
      const content = it.time('time', () => take(replica))
      it.add('updateSize', updates.reduce((sum, update) => sum + update.length, 0))
      const state = it.timeOften('encodeTime', () => replica.encode())
      it.prove('content', () => content)
      parse.iterate(it, state)
      replica.close()
    }
  }
}

const maps = value => manyWriters((replica, i, writers) => replica.setMap('v', value(i, writers)), replica => replica.readMap())

export const manyWriterCases = {
  'B3.1 set a number in a map': maps(i => i),
  'B3.2 set an object in a map': maps(i => ({ address: 'here', name: String(i) })),
  'B3.3 set a string in a map': maps((i, writers) => String(i).repeat(writers)),
  'B3.4 insert into an array': manyWriters((replica, i) => replica.insertArray(0, [String(i)]), replica => replica.readArray()),
  'B3.5 insert into a text': manyWriters((replica, i) => replica.insertText(0, String(i)), replica => replica.readText())
}
