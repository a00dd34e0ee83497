import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import * as Y from 'yjs'
import { characters, keystroke } from '../load/keystroke.mjs'
import { Opcode, masked } from '../load/socket.mjs'
import { Reader, Sync, Type, Writer, sync } from '../load/wire.mjs'

test('keystrokes are what yjs makes of typing', () => {
  const doc = new Y.Doc()
  doc.clientID = 300
  const made = []
  doc.on('update', update => made.push(Buffer.from(update)))
  const text = doc.getText('text')
  for (let i = 0; i < 200; i++) text.insert(i, 'a')
  made.forEach((update, clock) => assert.deepEqual(keystroke(300, clock), update, `keystroke ${clock}`))
})

test('whose characters an update holds is read from merged updates, too', () => {
  const doc = new Y.Doc()
  for (const client of [7, 70_000]) for (let clock = 0; clock < 40; clock++) Y.applyUpdate(doc, keystroke(client, clock))
  const seen = {}
  characters(Buffer.from(Y.encodeStateAsUpdate(doc)), (client, from, to) => {
    assert.equal(from, seen[client] ?? 0)
    seen[client] = to
  })
  assert.deepEqual(seen, { 7: 40, 70_000: 40 })
})

test('what is written is read, and an end in the middle is noticed', () => {
  const frame = sync('notes', Sync.update, Buffer.from([1, 2, 3]))
  const reader = new Reader(frame)
  assert.equal(reader.text(), 'notes')
  assert.equal(reader.number(), Type.sync)
  assert.equal(reader.number(), Sync.update)
  assert.deepEqual([...reader.blob()], [1, 2, 3])
  assert.throws(() => new Reader(frame.subarray(0, 4)).text(), RangeError)
  for (const number of [0, 127, 128, 70_000, 2 ** 40]) assert.equal(new Reader(new Writer().number(number).done()).number(), number)
})

test('frames have the three lengths of RFC 6455', () => {
  for (const [length, bytes] of [[125, 6], [126, 8], [65_535, 8], [65_536, 14]]) {
    assert.equal(masked(Opcode.binary, Buffer.alloc(length)).length, length + bytes)
  }
})

test('a benchmark tells its options without building anything', () => {
  const bench = new URL('../../../scripts/bench', import.meta.url).pathname
  for (const [name, option] of [['crdt', '--only'], ['load', '--attack'], ['joins', '--joins'], ['export', '--users'], ['large', '--megabytes']]) {
    const { status, stdout, stderr } = spawnSync(bench, [name, '--help'], { encoding: 'utf8' })
    assert.equal(status, 0)
    assert.match(stdout, new RegExp(`^ *${option} <`, 'm'))
    assert.equal(stderr, '')
  }
})

test('an unknown option or attack is refused by name, without a stack trace', () => {
  const load = new URL('../load.mjs', import.meta.url).pathname
  for (const [args, said] of [[['--nix'], /unknown option --nix/], [['--attack', 'charm'], /no attack charm/], [['--rate', 'x'], /--rate needs a number/]]) {
    const { status, stderr } = spawnSync(process.execPath, [load, ...args], { encoding: 'utf8' })
    assert.equal(status, 2)
    assert.match(stderr, said)
    assert.doesNotMatch(stderr, /\n +at /)
  }
})
