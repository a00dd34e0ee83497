// Versions, and bringing one back while others edit.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { openExact } from '../lib/exact.mjs'
import { freshName, token, url } from '../lib/quire.mjs'
import { until } from '../lib/until.mjs'

const author = token('author')
const send = async (method, path, body, as = author) => {
  const headers = { authorization: `Bearer ${as}`, ...(body && { 'content-type': 'application/json' }) }
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })
  return { status: response.status, body: response.headers.get('content-type')?.startsWith('application/') ? await response.json() : await response.text() }
}

test('a version is restored as an edit that live clients see and that merges with theirs', async () => {
  const name = freshName('history')
  const content = { format: 'text', body: 'first\n\nsecond\n\nthird' }
  const made = (await send('POST', '/documents', { title: 'History', name, content })).body
  const path = `/documents/${made.id}`
  const draft = (await send('POST', `${path}/versions`, { name: 'draft' })).body
  assert.deepEqual([draft.name, draft.revision, draft.author], ['draft', 1, 'author'])

  const typist = await openExact(name, { user: 'typist' })
  const fragment = typist.doc.getXmlFragment('default')
  await until('the typist has it', () => fragment.length === 3)
  fragment.delete(0, 1)
  await typist.untilSaved()
  fragment.get(1).get(0).insert(5, ' and last')
  await typist.untilSaved()
  assert.equal((await send('GET', `${path}/content?format=text`)).body, 'second\n\nthird and last')
  assert.equal((await send('GET', `${path}/content?format=text&revision=1`)).body, 'first\n\nsecond\n\nthird')

  fragment.get(0).get(0).insert(0, 'meanwhile ')
  const restored = await send('POST', `${path}/versions/${draft.id}/restore`)
  assert.equal(restored.status, 200)
  await typist.untilSaved()
  await until('the typist sees it', () => fragment.toString().includes('first'))
  const sessions = (await send('GET', `${path}/history`)).body.items
  assert.deepEqual(new Set(sessions.map(session => session.author)), new Set(['author', 'typist']))
  assert.match((await send('GET', `${path}/content?format=text`)).body, /^first\n\n(meanwhile )?second\n\nthird$/)

  assert.equal((await send('POST', `${path}/versions/${draft.id}/restore`, undefined, token('v', { '*': 'viewer' }))).status, 403)
  assert.equal((await send('POST', `${path}/versions`, { name: 'x' }, token('v', { '*': 'viewer' }))).status, 403)
  assert.equal((await send('POST', `${path}/versions/${made.id}/restore`)).status, 404)
  typist.leave()
})

test('roots of every kind are restored, and that can be undone, while somebody else types', async () => {
  const name = freshName('history')
  const made = (await send('POST', '/documents', { title: 'Roots', name })).body
  const path = `/documents/${made.id}`
  const typist = await openExact(name, { user: 'typist' })
  const [notes, settings, list] = [typist.doc.getText('notes'), typist.doc.getMap('settings'), typist.doc.getArray('list')]
  const held = () => JSON.stringify([notes.toDelta(), Object.fromEntries(Object.entries(settings.toJSON()).sort()), list.toJSON()])
  typist.doc.transact(() => {
    notes.insert(0, 'bread and milk')
    settings.set('colour', 'red')
    settings.set('owner', new Y.Map([['name', 'Ada']]))
    list.push([1, new Y.Text('two'), 3])
  })
  await typist.untilSaved()
  const good = (await send('POST', `${path}/versions`, { name: 'good' })).body
  const before = held()
  typist.doc.transact(() => {
    notes.delete(0, 10)
    settings.set('colour', 'black')
    settings.delete('owner')
    list.delete(0, 2)
  })
  await typist.untilSaved()
  const bad = (await send('POST', `${path}/versions`, { name: 'bad' })).body
  const ruined = held()

  assert.equal((await send('POST', `${path}/versions/${good.id}/restore`)).status, 200)
  await until('the typist sees it', () => held() === before)
  notes.insert(notes.length, ' and eggs')
  await typist.untilSaved()
  assert.equal(notes.toString(), 'bread and milk and eggs')
  assert.equal((await send('POST', `${path}/versions/${bad.id}/restore`)).status, 200)
  await until('the typist sees that it is undone', () => held() === ruined)
  const then = (await send('GET', `${path}/updates?from=0`)).body.items[0].at
  assert.equal((await send('GET', `${path}/content?format=text&at=${then}`)).status, 200)
  typist.leave()
})

test('a restore is undone by restoring what was before it, or by who is there with their own undo', async () => {
  const name = freshName('history')
  const content = { format: 'text', body: 'one\n\ntwo' }
  const made = (await send('POST', '/documents', { title: 'Undone', name, content })).body
  const path = `/documents/${made.id}`
  const text = async () => (await send('GET', `${path}/content?format=text`)).body
  const first = (await send('POST', `${path}/versions`, { name: 'first' })).body
  const typist = await openExact(name, { user: 'typist' })
  const fragment = typist.doc.getXmlFragment('default')
  await until('the typist has it', () => fragment.length === 2)
  // What comes from the server is applied with the client as its origin.
  const undo = new Y.UndoManager(fragment, { trackedOrigins: new Set([typist]), captureTimeout: 0 })
  fragment.get(0).get(0).insert(3, ' and a half')
  fragment.delete(1, 1)
  await typist.untilSaved()

  const restored = (await send('POST', `${path}/versions/${first.id}/restore`)).body
  assert.equal(await text(), 'one\n\ntwo')
  await until('the typist sees it', () => fragment.length === 2)
  const before = { name: 'before it was restored', revision: restored.revision - 1 }
  const wanted = (await send('POST', `${path}/versions`, before)).body
  assert.equal((await send('POST', `${path}/versions/${wanted.id}/restore`)).status, 200)
  assert.equal(await text(), 'one and a half')
  await until('the typist sees that it is undone', () => fragment.length === 1)

  assert.equal((await send('POST', `${path}/versions/${first.id}/restore`)).status, 200)
  await until('the typist sees it again', () => fragment.length === 2)
  fragment.get(1).get(0).insert(3, ' typed since')
  undo.undo()
  await typist.untilSaved()
  assert.match(await text(), /^one and a half/)
  const latest = (await send('GET', `${path}/history`)).body.items[0]
  assert.equal(latest.author, 'typist')
  typist.leave()
})
