// B2 of the crdt-benchmarks suite: two writers begin with the same text, edit it in a transaction each without seeing
// the other's, and exchange their updates.
import { SeededRandom } from './random.mjs'
import { parsed } from './parsed.mjs'

const CLIENTS = [0x5eed0001, 0x5eed0002]
const FIRST_LENGTH = 100

const readText = replica => replica.readText()

const editText = (replica, { index, insert, remove }) => {
  if (insert !== undefined) replica.insertText(index, insert)
  else replica.deleteText(index, remove)
}

const twoWriters = plan => ({ engine, n, seed }) => {
  const random = new SeededRandom(seed)
  const begin = random.word(FIRST_LENGTH, FIRST_LENGTH)
  const plans = CLIENTS.map(() => plan(random, n))

  const beginning = updates => {
    const [one, two] = CLIENTS.map((client, i) => engine.replica(client, update => updates[i].push(update)))
    one.insertText(0, begin)
    two.apply(updates[0].pop())
    return [one, two]
  }
  const edit = (replicas, updates) => {
    replicas.forEach((replica, i) => replica.transact(() => plans[i].forEach(one => editText(replica, one))))
    for (const update of updates[1]) replicas[0].apply(update)
    for (const update of updates[0]) replicas[1].apply(update)
    return replicas.map(readText)
  }
  const parse = parsed(engine, () => {
    const updates = [[], []]
    const replicas = beginning(updates)
    edit(replicas, updates)
    return replicas[0].encode()
  }, readText)

  return {
    copies: 20,
    hold: parse.hold,
    iterate: it => {
      const updates = [[], []]
      const replicas = beginning(updates)
      const [one, two] = it.time('time', () => edit(replicas, updates))
      it.add('updateSize', updates.flat().reduce((sum, update) => sum + update.length, 0) / 2)
      const state = it.timeOften('encodeTime', () => replicas[0].encode())
      it.prove('one', () => one)
      it.prove('two', () => two)
      parse.iterate(it, state)
      replicas.forEach(replica => replica.close())
    }
  }
}

const inserts = (shortest, longest) => (random, n) => {
  let length = FIRST_LENGTH
  return Array.from({ length: n }, () => {
    const index = random.between(0, length)
    const insert = random.word(shortest, longest)
    length += insert.length
    return { index, insert }
  })
}

const insertsAndDeletes = (random, n) => {
  let length = FIRST_LENGTH
  const edits = []
  for (let i = 0; i < n; i++) {
    const insert = random.word(3, 9)
    edits.push({ index: random.between(0, length), insert })
    length += insert.length
    const index = random.between(0, length)
    if (index === length || random.coin()) {
      const word = random.word(2, 10)
      edits.push({ index, insert: word })
      length += word.length
    } else {
      const remove = random.between(1, Math.min(9, length - index))
      edits.push({ index, remove })
      length -= remove
    }
  }
  return edits
}

export const twoWriterCases = {
  'B2.1 one long string each, at 0': twoWriters((random, n) => [{ index: 0, insert: random.word(n, n) }]),
  'B2.2 characters at random': twoWriters(inserts(1, 1)),
  'B2.3 words at random': twoWriters(inserts(3, 9)),
  'B2.4 insert and delete at random': twoWriters(insertsAndDeletes)
}
