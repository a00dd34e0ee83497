// Stock clients of every kind edit one document at the same time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSameBytes, assertSoundLog, content, untilEqual } from '../lib/content.mjs'
import { edit } from '../lib/edits.mjs'
import { freshName, idOf, log } from '../lib/quire.mjs'
import { seeded, testSeed } from '../lib/random.mjs'
import { openAll, openHocuspocus, openYWebsocket } from '../lib/stock.mjs'
import { pause, until } from '../lib/until.mjs'

const together = async (story, { marks, rounds = 60 }, then) => {
  const random = seeded(testSeed(story))
  const name = freshName(story)
  const clients = openAll(name)
  try {
    await Promise.all(clients.map(client => until(`${client.label} synced`, client.synced)))
    const id = await idOf(name)
    for (let round = 0; round < rounds; round++) {
      for (const client of clients) edit(client.doc, random, { marks })
      if (round % 4 === 0) await pause(random.below(12))
      if (round === rounds / 3) clients.forEach(client => client.cut())
    }
    await untilEqual(id, clients)
    await then(id, clients)
  } finally {
    clients.forEach(client => client.leave())
  }
}

test('providers 2, 3, 4 and y-websocket end with the server\'s bytes where nobody formats', async () => {
  await together('plain', { marks: false }, async (id, clients) => {
    await assertSameBytes(id, clients)
    assertSoundLog(await log(id))
  })
})

test('providers 2, 3, 4 and y-websocket end with one content where all of them format', async () => {
  await together('marked', { marks: true }, async (id, clients) => {
    assert.ok(content(clients[0].doc).text.length > 0)
    assertSoundLog(await log(id))
  })
})

test('a document left by all is found again by the next client, of the other protocol', async () => {
  const name = freshName('left')
  const writer = openHocuspocus(4, name)
  await until('writer synced', writer.synced)
  writer.doc.getText('text').insert(0, 'still here 🎈')
  await until('writer saved', writer.saved)
  writer.leave()
  const reader = openYWebsocket(name)
  try {
    await until('reader reads', () => reader.doc.getText('text').toString() === 'still here 🎈')
  } finally {
    reader.leave()
  }
})

test('each sees the others\' awareness, with the name that the server stamps', async () => {
  const name = freshName('aware')
  const ann = openHocuspocus(4, name, { user: 'ann' })
  const bob = openYWebsocket(name, { user: 'bob' })
  try {
    ann.awareness.setLocalStateField('cursor', { at: 3 })
    bob.awareness.setLocalStateField('user', { name: 'not bob', id: 'somebody else' })
    const seenBy = (reader, writer) => reader.awareness.getStates().get(writer.doc.clientID)
    await until('bob sees ann\'s cursor', () => seenBy(bob, ann)?.cursor?.at === 3)
    await until('ann sees bob under his own name', () => seenBy(ann, bob)?.user?.name === 'bob')
    assert.equal(seenBy(bob, ann).user.name, 'ann')
    bob.leave()
    await until('bob is gone for ann', () => seenBy(ann, bob) === undefined)
  } finally {
    ann.leave()
    bob.leave()
  }
})

test('one socket carries many documents', async () => {
  const first = openHocuspocus(4, freshName('many'))
  const socket = first.provider.configuration.websocketProvider
  const others = Array.from({ length: 20 }, (_, i) => openHocuspocus(4, freshName(`many-${i}`), { websocket: socket }))
  const all = [first, ...others]
  try {
    await Promise.all(all.map(client => until('synced', client.synced)))
    all.forEach((client, i) => client.doc.getText('text').insert(0, `document ${i}`))
    await Promise.all(all.map(client => until('saved', client.saved)))
    const ids = await Promise.all(all.map(client => idOf(client.provider.configuration.name)))
    for (const [i, client] of all.entries()) await untilEqual(ids[i], [client])
  } finally {
    all.forEach(client => client.leave())
  }
})
