// Who wrote what, and in which sign-in: one user at two places and a guest by a link edit one document.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import * as Y from 'yjs'
import { openExact } from '../lib/exact.mjs'
import { url } from '../lib/quire.mjs'

const call = async (expected, method, path, token, body) => {
  const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) }
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })
  const text = await response.text()
  assert.equal(response.status, expected, `${method} ${path}: ${text}`)
  return JSON.parse(text)
}

/** A paragraph, over a socket of its own; whoever made it leaves. */
const type = async (document, token, text) => {
  const client = await openExact(document, { user: text, token, reconnect: false })
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(text)])
  client.doc.getXmlFragment('default').insert(0, [paragraph])
  await client.untilSaved()
  client.leave()
}

test('each revision says who made it, and to him and the owner in which sign-in', async () => {
  const credentials = { email: `ann-${randomUUID()}@example.org`, password: 'correct horse battery' }
  const office = await call(201, 'POST', '/auth/register', null, { ...credentials, displayName: 'Ann' })
  const home = await call(200, 'POST', '/auth/login', null, credentials)
  const signInOf = async token => (await call(200, 'GET', '/auth/sessions', token)).items.find(one => one.current).id
  const atOffice = await signInOf(office.accessToken)
  const atHome = await signInOf(home.accessToken)
  assert.notEqual(atOffice, atHome)

  const { id } = await call(201, 'POST', '/documents', office.accessToken, { title: 'Two places' })
  const link = await call(201, 'POST', `/documents/${id}/links`, office.accessToken, { role: 'editor', withoutAccount: true })
  const visit = await call(200, 'POST', '/links/visit', null, { token: link.token })

  const before = (await call(200, 'GET', `/documents/${id}`, office.accessToken)).revision
  await type(id, office.accessToken, 'office')
  await type(id, home.accessToken, 'home')
  await type(id, visit.accessToken, 'guest')
  await type(id, home.accessToken, 'again')

  const ann = office.user.id
  const guest = visit.visitor.id
  const who = items => items.map(one => [one.author, one.session])
  const updates = async token => (await call(200, 'GET', `/documents/${id}/updates?from=${before}`, token)).items.filter(one => one.revision > before)
  const told = await updates(office.accessToken)
  const visited = told[2].session
  assert.ok(visited && visited !== atOffice && visited !== atHome, `the visit has a session of its own: ${visited}`)
  const all = [[ann, atOffice], [ann, atHome], [guest, visited], [ann, atHome]]
  assert.deepEqual(who(told), all, 'the log, as its owner reads it')
  assert.deepEqual(who(await updates(visit.accessToken)), all.map(([author, session]) => [author, author === guest ? session : undefined]), 'the log, as the guest reads it')

  const history = async (token, query = '') => (await call(200, 'GET', `/documents/${id}/history${query}`, token)).items.filter(one => one.toRevision > before)
  assert.deepEqual(who(await history(home.accessToken)), [...all].reverse(), 'history, latest first: no item is of two sign-ins')
  const stolen = await history(home.accessToken, `?session=${atHome}`)
  assert.deepEqual(stolen.map(one => [one.session, one.fromRevision, one.toRevision]), [[atHome, told[3].revision, told[3].revision], [atHome, told[1].revision, told[1].revision]])
  assert.deepEqual(who(await history(visit.accessToken)).map(([, session]) => session), [undefined, visited, undefined, undefined])

  const pieces = (await call(200, 'GET', `/documents/${id}/blame`, office.accessToken)).items
  assert.deepEqual(pieces.map(one => [one.text, one.author]), [['again', ann], ['guest', guest], ['home', ann], ['office', ann]])
})
