/**
 * The live oracle: reads one command a line from stdin and answers each with a record of lines (see lines.mjs).
 *
 *   program <seed> <operations> <profile>   runs a random program and answers with all an implementation must reproduce
 *   mirror <seed> <edits>                   random local edits, told step by step (see mirror.mjs)
 *   watch <seed> <edits> <cleanup> <undo>   random edits with every event told (see watch.mjs)
 *   load <update>...                        state, vector and content of a document with these updates
 *   batched <update>,<update>...            the same with groups of updates, each applied in one transaction
 *   judge <update>...                       whether yjs takes each of these updates (see judge.mjs)
 *   keep <update>...                        state of a document that doesn't collect what is deleted
 *   merge <update>...                       one line `update`: yjs's own merge
 *   diff <update> <vector>                  one line `update`: yjs's own difference
 *   vector <update>                         one line `vector`: yjs's own state vector of an update
 *   awareness <seed> <steps>                random lives of three awarenesses (see awareness.mjs)
 * and those of formats.mjs.
 *
 * A command that fails is answered by one line `error`.
 */
import './clock.mjs'
import { createInterface } from 'node:readline'
import * as Y from 'yjs'
import { lives } from './awareness.mjs'
import { formats } from './formats.mjs'
import { judge } from './judge.mjs'
import { expectation, line } from './lines.mjs'
import { mirror } from './mirror.mjs'
import { outline } from './outline.mjs'
import { run } from './program.mjs'
import { fromBase64, loaded, newDoc, normalForm } from './replica.mjs'
import { watch } from './watch.mjs'

const load = updates => described(loaded(updates))

const batched = groups => {
  const doc = newDoc()
  groups.forEach(updates => doc.transact(() => updates.forEach(update => Y.applyUpdate(doc, update))))
  return described(doc)
}

const described = doc => {
  const pending = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
  return line('state', normalForm(doc)) +
    line('vector', Y.encodeStateVector(doc)) +
    line('content', outline(doc)) +
    line('pending', pending)
}

const commands = {
  judge,
  ...formats,
  program: ([seed, operations, profile]) => expectation(run(Number(seed), Number(operations), profile)),
  mirror: ([seed, edits]) => mirror(Number(seed), Number(edits)),
  watch: ([seed, edits, cleanup, undo]) => watch(Number(seed), Number(edits), cleanup === 'true', undo === 'true'),
  awareness: ([seed, steps]) => lives(Number(seed), Number(steps)),
  load: updates => load(updates.map(fromBase64)),
  batched: groups => batched(groups.map(group => group.split(',').map(fromBase64))),
  keep: updates => {
    const doc = loaded(updates.map(fromBase64), { gc: false })
    return line('state', Y.encodeStateAsUpdate(loaded([Y.encodeStateAsUpdate(doc)], { gc: false })))
  },
  merge: updates => line('update', Y.mergeUpdates(updates.map(fromBase64))),
  diff: ([update, vector]) => line('update', Y.diffUpdate(fromBase64(update), fromBase64(vector))),
  vector: ([update]) => line('vector', Y.encodeStateVectorFromUpdate(fromBase64(update)))
}

for await (const request of createInterface({ input: process.stdin })) {
  const [name, ...args] = request.split(' ')
  let answer
  try {
    answer = commands[name](args)
  } catch (error) {
    answer = line('error', error.stack)
  }
  process.stdout.write(answer + '\n')
}
