// What openapi.json says, held against the running system: each operation once, with its own example.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import * as Y from 'yjs'
import { url } from '../lib/quire.mjs'
import { faults } from '../lib/schema.mjs'
import { until } from '../lib/until.mjs'

const api = await (await fetch(`${url}/api/v1/openapi.json`)).json()
const operations = new Map(Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [operation.operationId, { path, method, ...operation }])))
const replayed = new Set()
let cookie
let bearer

const listSessionsNotHere = async () => (await replay('listSessions')).items.filter(each => !each.current)

const replay = async (name, { status, path = {}, query = {}, body, type = 'application/json', headers = {} } = {}) => {
  const operation = operations.get(name)
  replayed.add(name)
  const address = operation.path.replace(/\{(\w+)\}/g, (_, key) => path[key]) + (Object.keys(query).length ? `?${new URLSearchParams(query)}` : '')
  const content = operation.requestBody?.content[type]
  const payload = body ?? (content?.example && (type === 'application/json' ? JSON.stringify(content.example) : content.example))
  const response = await fetch(`${url}${address}`, {
    method: operation.method.toUpperCase(),
    body: payload,
    headers: { ...(payload && { 'content-type': type }), ...(bearer && { authorization: `Bearer ${bearer}` }), ...(cookie && { cookie }), ...headers }
  })
  const expected = status ?? Number(Object.keys(operation.responses).find(code => code < '300'))
  const bytes = Buffer.from(await response.arrayBuffer())
  assert.equal(response.status, expected, `${name}: ${bytes}`)
  const described = operation.responses[expected]
  assert.ok(described, `${name} does not describe ${expected}`)
  cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
  const got = response.headers.get('content-type')?.split(';')[0]
  if (!described.content) return bytes
  assert.ok(got in described.content, `${name} answered with ${got}`)
  if (!got.endsWith('json')) return bytes
  const value = JSON.parse(bytes)
  assert.deepEqual(faults(api, described.content[got].schema, value), [], name)
  return value
}

test('every operation answers as the description says', async () => {
  const example = name => operations.get(name).requestBody.content['application/json'].example
  const ada = { ...example('register'), email: `ada-${randomUUID()}@example.org` }
  const register = as => replay('register', { body: JSON.stringify(as) })
  const grace = { ...example('addMember'), email: `grace-${randomUUID()}@example.org` }
  const second = (await register({ ...ada, email: grace.email })).user
  const first = (await register(ada)).user
  bearer = (await replay('login', { body: JSON.stringify({ email: ada.email, password: ada.password }) })).accessToken
  bearer = (await replay('refresh', { headers: { 'x-quire-csrf': '1' } })).accessToken
  assert.deepEqual(await replay('me'), first)
  await replay('ticket')
  const elsewhere = { id: (await listSessionsNotHere())[0].id }
  await replay('endSession', { path: elsewhere })
  await replay('changePassword')
  await replay('changePassword', { status: 403 })
  await replay('requestReset')
  await replay('reset', { status: 400 })
  await replay('confirm', { status: 400 })
  await replay('keys')

  const made = await replay('createDocument')
  assert.equal(made.revision, 1)
  const path = { id: made.id }
  await replay('getDocument', { path })
  await replay('renameDocument', { path })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, await replay('getState', { path }))
  doc.getText('more').insert(0, 'whales')
  const posted = await replay('postUpdate', { path, type: 'application/octet-stream', body: Y.encodeStateAsUpdate(doc) })
  const [update] = (await replay('listUpdates', { path, query: { from: 1 } })).items
  const signIn = (await replay('listSessions')).items.find(each => each.current).id
  assert.deepEqual([update.revision, update.session], [posted.revision, signIn])
  await replay('putContent', { path, type: 'text/html' })
  for (const format of ['html', 'markdown', 'text', 'prosemirror']) await replay('getContent', { path, query: { format } })
  assert.equal(String(await replay('getContent', { path })), operations.get('putContent').requestBody.content['text/html'].example)
  await replay('edit', { path })
  assert.equal(String(await replay('getContent', { path })), '<p>The moon pulls.</p><p>The <em>sun</em> <strong>helps</strong>.</p>')
  await replay('edit', { path, body: '{"edits":[{"op":"delete","block":7}]}', status: 400 })
  await replay('getState', { path, headers: { 'if-none-match': '*' }, status: 304 })
  await replay('putContent', { path, type: 'text/html', headers: { 'if-match': '"another"' }, status: 412 })
  const keyed = { 'idempotency-key': randomUUID() }
  const version = await replay('createVersion', { path, headers: keyed })
  assert.deepEqual(await replay('createVersion', { path, headers: keyed }), version)
  await replay('createVersion', { path, headers: keyed, body: '{"name":"another"}', status: 422 })
  await replay('listVersions', { path })
  await replay('getVersion', { path: { ...path, version: version.id } })
  await replay('restoreVersion', { path: { ...path, version: version.id } })
  const ofThisSignIn = (await replay('history', { path, query: { session: signIn } })).items
  assert.ok(ofThisSignIn.length > 0 && ofThisSignIn.every(each => each.session === signIn))
  assert.deepEqual((await replay('history', { path, query: { session: randomUUID() } })).items, [])
  assert.ok((await replay('diff', { path, query: { from: 1 } })).changes.every(change => change.author === first.id))
  await replay('diff', { path, query: { from: 0, format: 'html' } })
  assert.ok((await replay('blame', { path })).items.every(piece => piece.author === first.id))
  const [moon, block] = (await replay('makeAnchors', { path })).items
  const standing = await replay('resolveAnchors', { path, body: JSON.stringify({ anchors: [moon.anchor, moon.end, block.anchor] }) })
  assert.deepEqual(standing.items.map(each => each.offset), [4, 8, null])
  await replay('resolveAnchors', { path })
  assert.ok((await replay('integrity', { path })).intact)
  await until('the document is found by its text', async () => (await replay('listDocuments', { query: { q: 'whale moon' } })).items[0]?.match)
  await replay('listDocuments', { query: { limit: 1 } })

  await replay('addMember', { path, body: JSON.stringify(grace) })
  await replay('putMember', { path: { ...path, userId: second.id } })
  await replay('listMembers', { path })
  const link = await replay('createLink', { path })
  assert.equal((await replay('listLinks', { path })).items[0].id, link.id)
  assert.equal((await replay('redeemLink', { body: JSON.stringify({ token: link.token }) })).document, made.id)
  const ofAda = bearer
  await replay('visit', { body: JSON.stringify({ token: link.token }), status: 403 })
  bearer = undefined
  const visit = await replay('visit', { body: JSON.stringify({ token: link.token }) })
  assert.equal(visit.document, made.id)
  bearer = ofAda
  await replay('endLink', { path: { ...path, link: link.id } })
  await replay('redeemLink', { status: 404 })
  const works = { id: (await replay('createOrganisation')).id }
  await replay('listOrganisations')
  await replay('getOrganisation', { path: works })
  await replay('changeOrganisation', { path: works })
  await replay('addOrganisationMember', { path: works, body: JSON.stringify({ email: grace.email, role: 'member' }) })
  await replay('putOrganisationMember', { path: { ...works, userId: second.id } })
  assert.equal((await replay('listOrganisationMembers', { path: works })).items.length, 2)
  await replay('removeOrganisationMember', { path: { ...works, userId: second.id } })
  const theirs = await replay('createDocument', { body: JSON.stringify({ title: 'Theirs', organisation: works.id }) })
  assert.deepEqual((await replay('listDocuments', { query: { organisation: works.id } })).items.map(each => each.id), [theirs.id])
  await replay('presence', { path })
  await replay('removeMember', { path: { ...path, userId: second.id } })
  await replay('deleteDocument', { path })
  await replay('getDocument', { path, status: 404 })
  await replay('undeleteDocument', { path })
  await replay('createDocument', { body: '{"title":7}', status: 400 })
  await replay('listDocuments', { query: { limit: 'x' }, status: 400 })
  await replay('logoutAll', { headers: { 'x-quire-csrf': '1' } })
  await replay('login', { body: JSON.stringify({ email: ada.email, password: ada.password }), status: 401 })
  await replay('logout', { headers: { 'x-quire-csrf': '1' }, status: 401 })
  assert.deepEqual([...operations.keys()].filter(name => !replayed.has(name)), [])
})

test('people find a page that says the same', async () => {
  const page = await fetch(`${url}/api/docs`)
  assert.equal(page.status, 200)
  assert.match(page.headers.get('content-type'), /^text\/html/)
  const text = await page.text()
  for (const path of Object.keys(api.paths)) assert.ok(text.includes(path), path)
})
