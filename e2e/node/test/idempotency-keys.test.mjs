// Requests that are sent again because nobody knows whether the first was answered.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { freshName, token, url } from '../lib/quire.mjs'
import { until } from '../lib/until.mjs'

const author = token('author')
const post = (path, body, key, as = author) => fetch(`${url}/api/v1${path}`, {
  method: 'POST',
  body: JSON.stringify(body),
  headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', 'idempotency-key': key }
})
const get = async path => (await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${author}` } })).text()
const create = async () => (await post('/documents', { title: 'Keys', name: freshName('keys'), content: { format: 'text', body: 'one' } }, randomUUID())).json()

test('a document is created once, with its content once, however often it is asked for', async () => {
  const body = { title: 'Keys', name: freshName('keys'), content: { format: 'text', body: 'once' } }
  const key = randomUUID()
  const first = await Promise.all(Array.from({ length: 8 }, () => post('/documents', body, key)))
  assert.deepEqual([...new Set(first.map(each => each.status))].filter(status => status !== 409), [201])
  let again
  await until('it is answered', async () => (again = await post('/documents', body, key)).status === 201)
  assert.equal(again.headers.get('idempotent-replayed'), 'true')
  const made = await again.json()
  assert.equal(made.revision, 1)
  for (const each of first.filter(each => each.status === 201)) assert.deepEqual(await each.json(), made)
  assert.equal(await get(`/documents/${made.id}/content?format=text`), 'once')
})

test('another request under the same key is told so, and another caller has keys of his own', async () => {
  const made = await create()
  const key = randomUUID()
  const name = version => post(`/documents/${made.id}/versions`, { name: version }, key)
  const version = await (await name('first')).json()
  assert.deepEqual(await (await name('first')).json(), version)
  const other = await name('second')
  assert.equal(other.status, 422)
  assert.equal((await other.json()).type, 'urn:quire:problem:idempotency-key-reused')
  assert.equal((await post(`/documents/${made.id}/versions`, { name: 'second' }, key, token('another'))).status, 201)
  assert.equal(JSON.parse(await get(`/documents/${made.id}/versions`)).items.length, 2)
})

test('an edit that is sent again is made once', async () => {
  const made = await create()
  const key = randomUUID()
  const edit = () => post(`/documents/${made.id}/edits`, { edits: [{ op: 'insert', content: { format: 'text', body: 'two' } }] }, key)
  assert.deepEqual(await (await edit()).json(), { revision: 2 })
  assert.deepEqual(await (await edit()).json(), { revision: 2 })
  assert.equal(await get(`/documents/${made.id}/content?format=text`), 'one\n\ntwo')
})

test('what was refused frees its key', async () => {
  const made = await create()
  const key = randomUUID()
  assert.equal((await post(`/documents/${made.id}/versions`, { name: '' }, key)).status, 400)
  assert.equal((await post(`/documents/${made.id}/versions`, { name: 'now' }, key)).status, 201)
  assert.equal((await post(`/documents/${made.id}/versions`, { name: 'now' }, 'two words')).status, 400)
})
