// B1 of the crdt-benchmarks suite: one writer, whose updates a second document takes.
import { SeededRandom } from './random.mjs'
import { parsed } from './parsed.mjs'

const WRITER = 0x5eed0001
const READER = 0x5eed0002

const editText = (replica, { index, insert, remove }) => {
  if (insert !== undefined) replica.insertText(index, insert)
  else replica.deleteText(index, remove)
}

/** `plan(random, n)` gives the edits in order; `edit(replica, one)` does one of them; `read` gives what came out. */
const oneWriter = (plan, edit, read) => ({ engine, n, seed }) => {
  const edits = plan(new SeededRandom(seed), n)
  const write = updates => {
    const writer = engine.replica(WRITER, update => updates.push(update))
    for (const one of edits) edit(writer, one)
    return writer
  }
  const parse = parsed(engine, () => write([]).encode(), read)
  return {
    copies: 20,
    hold: parse.hold,
    iterate: it => {
      const updates = []
      const reader = engine.replica(READER)
      const [writer, written, received] = it.time('time', () => {
        const writer = write(updates)
        for (const update of updates) reader.apply(update)
        return [writer, read(writer), read(reader)]
      })
      it.add('avgUpdateSize', updates.reduce((sum, update) => sum + update.length, 0) / edits.length)
      const state = it.timeOften('encodeTime', () => writer.encode())
      it.prove('written', () => written)
      it.prove('received', () => received)
      parse.iterate(it, state)
      writer.close()
      reader.close()
    }
  }
}

const texts = plan => oneWriter(plan, editText, replica => replica.readText())
const arrays = plan => oneWriter(plan, (replica, { index, values }) => replica.insertArray(index, values), replica => replica.readArray())

const inserts = (shortest, longest) => (random, n) => {
  let length = 0
  return Array.from({ length: n }, () => {
    const index = random.between(0, length)
    const insert = random.word(shortest, longest)
    length += insert.length
    return { index, insert }
  })
}

const insertsAndDeletes = (random, n) => {
  let length = 0
  return Array.from({ length: n }, () => {
    const index = random.between(0, length)
    if (index === length || random.coin()) {
      const insert = random.word(2, 10)
      length += insert.length
      return { index, insert }
    }
    const remove = random.between(1, Math.min(9, length - index))
    length -= remove
    return { index, remove }
  })
}

const number = random => random.between(0, 0x7ffffffe)

export const oneWriterCases = {
  'B1.1 append characters': texts((random, n) => [...random.word(n, n)].map((insert, index) => ({ index, insert }))),
  'B1.2 insert one long string': texts((random, n) => [{ index: 0, insert: random.word(n, n) }]),
  'B1.3 prepend characters': texts((random, n) => [...random.word(n, n)].map(insert => ({ index: 0, insert }))),
  'B1.4 characters at random': texts(inserts(1, 1)),
  'B1.5 words at random': texts(inserts(2, 10)),
  'B1.6 insert, then delete all': texts((random, n) => [{ index: 0, insert: random.word(n, n) }, { index: 0, remove: n }]),
  'B1.7 insert and delete at random': texts(insertsAndDeletes),
  'B1.8 append numbers': arrays((random, n) => Array.from({ length: n }, (_, index) => ({ index, values: [number(random)] }))),
  'B1.9 insert one long array': arrays((random, n) => [{ index: 0, values: Array.from({ length: n }, () => number(random)) }]),
  'B1.10 prepend numbers': arrays((random, n) => Array.from({ length: n }, () => ({ index: 0, values: [number(random)] }))),
  'B1.11 numbers at random': arrays((random, n) => Array.from({ length: n }, (_, length) => ({ index: random.between(0, length), values: [number(random)] })))
}
