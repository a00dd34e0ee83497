// Who may do what: every role and every action, over REST and both socket protocols; and how soon a
// right that ends has ended.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, test } from 'node:test'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { ExactClient, openExact } from '../lib/exact.mjs'
import { Sync, sync } from '../lib/frames.mjs'
import { socketUrl, url } from '../lib/quire.mjs'
import { pause, until } from '../lib/until.mjs'

const request = async (method, path, as, body, type = 'application/json') => {
  const headers = { ...(as && { authorization: `Bearer ${as.token}` }), ...(body !== undefined && { 'content-type': type }) }
  const sent = body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: sent })
  const text = await response.text()
  return { status: response.status, body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text }
}

const register = async name => {
  const body = { email: `${name}-${randomUUID()}@example.org`, password: 'correct horse battery', displayName: name }
  const made = await request('POST', '/auth/register', null, body)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return { name, id: made.body.user.id, email: body.email, token: made.body.accessToken }
}

const anEdit = () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'x')
  return Y.encodeStateAsUpdate(doc)
}

const roles = ['owner', 'editor', 'commenter', 'viewer', 'stranger', 'nobody']
const people = {}

before(async () => {
  for (const role of roles.slice(0, 5)) people[role] = await register(role)
  people.spare = await register('spare')
})

/** A document of the owner's with one member of each role. */
const newDocument = async () => {
  const made = await request('POST', '/documents', people.owner, { title: 'Rights', content: { format: 'text', body: 'as it was' } })
  assert.equal(made.status, 201)
  const path = `/documents/${made.body.id}`
  for (const role of ['editor', 'commenter', 'viewer']) {
    const put = await request('PUT', `${path}/members/${people[role].id}`, people.owner, { role })
    assert.equal(put.status, 200)
  }
  const version = await request('POST', `${path}/versions`, people.owner, { name: 'first' })
  return { id: made.body.id, path, version: version.body.id }
}

// What each role of `roles` is answered; the actions that change who may do what come last.
const reads = [200, 200, 200, 200, 404, 401]
const edits = [200, 200, 403, 403, 404, 401]
const actions = [
  ['read it', reads, d => ['GET', d.path]],
  ['read its state', reads, d => ['GET', `${d.path}/state`]],
  ['read its log', reads, d => ['GET', `${d.path}/updates?from=0`]],
  ['read its content', reads, d => ['GET', `${d.path}/content?format=text`]],
  ['read its history', reads, d => ['GET', `${d.path}/history`]],
  ['list its versions', reads, d => ['GET', `${d.path}/versions`]],
  ['read a version', reads, d => ['GET', `${d.path}/versions/${d.version}`]],
  ['see what was changed', reads, d => ['GET', `${d.path}/diff?from=0`]],
  ['see who wrote it', reads, d => ['GET', `${d.path}/blame`]],
  ['mark a place in it', reads, d => ['POST', `${d.path}/anchors`, { places: [{ block: 0 }] }]],
  ['list its members', reads, d => ['GET', `${d.path}/members`]],
  ['see who is there', reads, d => ['GET', `${d.path}/presence`]],
  ['rename it', edits, d => ['PATCH', d.path, { title: 'Renamed' }]],
  ['send an update', edits, d => ['POST', `${d.path}/updates`, anEdit(), 'application/octet-stream']],
  ['put content', edits, d => ['PUT', `${d.path}/content`, `as it is ${randomUUID()}`, 'text/plain']],
  ['edit it by structure', edits, d => ['POST', `${d.path}/edits`, { edits: [{ op: 'insert', after: 0, content: { format: 'markdown', body: 'more' } }] }]],
  ['name a version', [201, 201, 403, 403, 404, 401], d => ['POST', `${d.path}/versions`, { name: 'another' }]],
  ['restore a version', edits, d => ['POST', `${d.path}/versions/${d.version}/restore`]],
  ['check that it is whole', [200, 403, 403, 403, 404, 401], d => ['GET', `${d.path}/integrity`]],
  ['invite somebody', [201, 403, 403, 403, 404, 401], d => ['POST', `${d.path}/members`, { email: people.spare.email, role: 'viewer' }]],
  ['change a role', [200, 403, 403, 403, 404, 401], d => ['PUT', `${d.path}/members/${people.spare.id}`, { role: 'commenter' }]],
  ['remove a member', [204, 403, 403, 403, 404, 401], d => ['DELETE', `${d.path}/members/${people.spare.id}`]],
  ['list its links', [200, 403, 403, 403, 404, 401], d => ['GET', `${d.path}/links`]],
  ['make a link', [201, 403, 403, 403, 404, 401], d => ['POST', `${d.path}/links`, { role: 'viewer' }]],
  ['end a link', [404, 403, 403, 403, 404, 401], d => ['DELETE', `${d.path}/links/${d.id}`]],
  ['delete it', [204, 403, 403, 403, 404, 401], d => ['DELETE', d.path]],
  ['bring it back', [200, 404, 404, 404, 404, 401], d => ['POST', `${d.path}/undelete`]]
]

test('REST lets each role do what it may, and tells strangers nothing', async t => {
  const document = await newDocument()
  for (const [name, expected, action] of actions) {
    // Those who may come last: what they do is done then.
    for (const index of [5, 4, 3, 2, 1, 0]) {
      await t.test(`${roles[index]}: ${name}`, async () => {
        const [method, path, body, type] = action(document)
        const answer = await request(method, path, people[roles[index]], body, type)
        assert.equal(answer.status, expected[index], JSON.stringify(answer.body).slice(0, 300))
      })
    }
  }
})

const scopes = { owner: 'read-write', editor: 'read-write', commenter: 'readonly', viewer: 'readonly' }

test('/collab lets each role do what it may', async t => {
  const document = await newDocument()
  for (const role of roles) {
    await t.test(role, async () => {
      const client = new ExactClient(document.id, { user: role, token: people[role]?.token ?? 'none', reconnect: false }).connect()
      if (!scopes[role]) {
        await until('it is denied', () => client.denied !== undefined || client.closes.length > 0)
        assert.equal(client.scope, undefined)
        client.leave()
        return
      }
      await client.untilSynced()
      assert.equal(client.scope, scopes[role])
      await until('its first answer', () => client.awaiting.length === 0)
      client.doc.getText('text').insert(0, role)
      if (scopes[role] === 'read-write') await client.untilSaved()
      else await until('it is refused', () => client.refusals === 1)
      client.leave()
    })
  }
})

test('/yjs lets each role do what it may', async t => {
  const document = await newDocument()
  const witness = await openExact(document.id, { user: 'owner', token: people.owner.token })
  for (const role of roles) {
    await t.test(role, async () => {
      const socket = new WebSocket(`${socketUrl}/yjs/${document.id}?token=${people[role]?.token ?? 'none'}`)
      const got = { frames: 0, code: undefined }
      socket.on('message', () => { got.frames++ })
      socket.on('close', code => { got.code = code })
      socket.on('error', () => {})
      await new Promise(resolve => socket.once('open', resolve).once('close', resolve))
      if (!scopes[role]) {
        await until('it is closed', () => got.code !== undefined)
        assert.equal(got.code, role === 'nobody' ? 4401 : 4404)
        assert.equal(got.frames, 0)
        return
      }
      const doc = new Y.Doc()
      doc.getText(`by-${role}`).insert(0, 'x')
      socket.send(sync(null, Sync.update, Y.encodeStateAsUpdate(doc)))
      socket.send(sync(null, Sync.step1, Y.encodeStateVector(new Y.Doc())))
      await until('it reads', () => got.frames > 0)
      if (scopes[role] === 'read-write') await until('it writes', () => witness.doc.getText(`by-${role}`).length === 1)
      else assert.equal(witness.doc.getText(`by-${role}`).length, 0)
      socket.terminate()
    })
  }
  witness.leave()
})

test('nothing of a removed member is accepted more than a second later, over whatever edge', async () => {
  const document = await newDocument()
  const editor = await openExact(document.id, { user: 'editor', token: people.editor.token, reconnect: false })
  let typing = true
  const typist = (async () => {
    for (let i = 0; typing && editor.socket; i++) {
      editor.doc.getText('text').insert(0, 'x')
      await pause(10)
    }
  })()
  await until('it writes', () => editor.savedEdits > 10)
  const removed = await request('DELETE', `${document.path}/members/${people.editor.id}`, people.owner)
  const removedAt = Date.now()
  assert.equal(removed.status, 204)
  await until('it is cut off', () => !editor.socket || editor.denied !== undefined || editor.awaiting.length > 50, 30_000)
  await pause(1_500)
  typing = false
  await typist
  const log = await request('GET', `${document.path}/updates?from=0&limit=1000`, people.owner)
  const last = Math.max(...log.body.items.filter(item => item.author === people.editor.id).map(item => Date.parse(item.at)))
  assert.ok(last <= removedAt + 1_000, `the last one came ${last - removedAt} ms after the removal`)
  editor.leave()
})

const makeLink = async (document, body) => {
  const made = await request('POST', `${document.path}/links`, people.owner, body)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.body
}

const openLink = async (person, link, role) => {
  const opened = await request('POST', '/links/redeem', person, { token: link.token })
  assert.equal(opened.status, 200, JSON.stringify(opened.body))
  assert.equal(opened.body.role, role)
}

test('a link opens the document with its role, and ends on live sockets within a second', async () => {
  const document = await newDocument()
  const link = await makeLink(document, { role: 'editor' })
  const guest = await register('guest')
  assert.equal((await request('GET', document.path, guest)).status, 404)
  await openLink(guest, link, 'editor')
  const client = await openExact(document.id, { user: 'guest', token: guest.token, reconnect: false })
  client.doc.getText('text').insert(0, 'by link')
  await client.untilSaved()
  assert.equal((await request('DELETE', `${document.path}/links/${link.id}`, people.owner)).status, 204)
  await until('it is cut off', () => client.isEnded || !client.socket, 1_000)
  assert.equal((await request('GET', document.path, guest)).status, 404)
  client.leave()
})

test('a link that is over ends on live sockets within a second', async () => {
  const document = await newDocument()
  const over = Date.now() + 3_000
  const link = await makeLink(document, { role: 'editor', expiresAt: new Date(over).toISOString() })
  const guest = await register('guest')
  await openLink(guest, link, 'editor')
  const client = await openExact(document.id, { user: 'guest', token: guest.token, reconnect: false })
  await pause(over - Date.now())
  await until('it is cut off', () => client.isEnded || !client.socket, 1_000)
  assert.equal((await request('POST', '/links/redeem', guest, { token: link.token })).status, 404)
  client.leave()
})

/** Somebody without an account, let in by a link. */
const visitBy = async (link, as) => {
  const visit = await request('POST', '/links/visit', as, { token: link.token })
  assert.equal(visit.status, 200, JSON.stringify(visit.body))
  return { id: visit.body.visitor.id, name: visit.body.visitor.displayName, token: visit.body.accessToken }
}

test('somebody without an account does with a document what his link says, and nothing else', async t => {
  const document = await newDocument()
  const visitor = await visitBy(await makeLink(document, { role: 'editor', withoutAccount: true }))
  assert.match(visitor.name, /^Guest /)
  for (const [name, expected, action] of actions) {
    await t.test(`visitor: ${name}`, async () => {
      const [method, path, body, type] = action(document)
      const needsAccount = /\/(members|links|undelete)/.test(path)
      const answer = await request(method, path, visitor, body, type)
      assert.equal(answer.status, needsAccount ? 403 : expected[roles.indexOf('editor')], JSON.stringify(answer.body).slice(0, 300))
    })
  }
  const another = await newDocument()
  assert.equal((await request('GET', another.path, visitor)).status, 404)
  for (const [method, path, body] of [
    ['GET', '/documents'], ['POST', '/documents', { title: 'Mine' }], ['POST', '/organisations', { name: 'Mine' }],
    ['GET', '/auth/me'], ['POST', '/auth/ticket'], ['POST', '/auth/logout-all'], ['POST', '/links/redeem', { token: 'x' }]
  ]) assert.equal((await request(method, path, visitor, body)).status, 403, `${method} ${path}`)
  assert.equal((await request('POST', '/links/visit', people.viewer, { token: 'A'.repeat(43) })).status, 403)
})

test('a visitor writes by both protocols under a name of his own, and goes with his link', async () => {
  const document = await newDocument()
  const link = await makeLink(document, { role: 'editor', withoutAccount: true })
  const visitor = await visitBy(link)
  const again = await visitBy(link, visitor)
  assert.equal(again.id, visitor.id)
  const client = await openExact(document.id, { user: 'visitor', token: visitor.token, reconnect: false })
  client.sayWhoIAm()
  client.doc.getText('text').insert(0, 'by a visitor')
  await client.untilSaved()
  const { body: log } = await request('GET', `${document.path}/updates?from=0&limit=1000`, people.owner)
  assert.equal(log.items.at(-1).author, visitor.id)
  await until('he is seen', async () => {
    const { body: present } = await request('GET', `${document.path}/presence`, people.owner)
    return present.some(each => each.userId === visitor.id && each.displayName === visitor.name)
  })
  const socket = new WebSocket(`${socketUrl}/yjs/${document.id}?token=${again.token}`)
  let code
  socket.on('close', with_ => { code = with_ })
  await new Promise(resolve => socket.once('message', resolve).once('close', resolve))
  assert.equal((await request('DELETE', `${document.path}/links/${link.id}`, people.owner)).status, 204)
  await until('he is cut off', () => (client.isEnded || !client.socket) && code === 4403)
  assert.equal((await request('GET', document.path, visitor)).status, 404)
  assert.equal((await request('POST', '/links/visit', visitor, { token: link.token })).status, 404)
  client.leave()
})

test('a link for accounts lets in nobody without one', async () => {
  const document = await newDocument()
  const link = await makeLink(document, { role: 'viewer' })
  assert.equal((await request('POST', '/links/visit', null, { token: link.token })).status, 403)
})

test('what belonging to an organisation gives, and takes, acts on live sockets within a second', async () => {
  const made = await request('POST', '/organisations', people.owner, { name: 'Works', defaultRole: 'editor' })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const path = `/organisations/${made.body.id}`
  const member = await register('member')
  const document = (await request('POST', '/documents', people.owner, { title: 'Ours', organisation: made.body.id })).body
  assert.equal((await request('GET', `/documents/${document.id}`, member)).status, 404)
  assert.equal((await request('PUT', `${path}/members/${member.id}`, people.owner, { role: 'member' })).status, 200)
  const edit = async () => {
    const client = await openExact(document.id, { user: 'member', token: member.token, reconnect: false })
    client.doc.getText('text').insert(0, 'x')
    return client
  }
  const writer = await edit()
  await writer.untilSaved()
  assert.equal((await request('PATCH', path, people.owner, { defaultRole: 'viewer' })).status, 200)
  await until('its socket is sent away', () => !writer.socket, 1_000)
  const reader = await edit()
  await until('its edit is refused', () => reader.refusals === 1)
  assert.equal((await request('DELETE', `${path}/members/${member.id}`, people.owner)).status, 204)
  await until('its socket is sent away for good', () => !reader.socket, 1_000)
  assert.equal((await request('GET', `/documents/${document.id}`, member)).status, 404)
  writer.leave()
  reader.leave()
})

test('nobody writes under the client id of another who is here', async () => {
  const document = await newDocument()
  const doc = new Y.Doc()
  const author = await openExact(document.id, { user: 'owner', token: people.owner.token, doc })
  author.sayWhoIAm()
  doc.getText('text').insert(0, 'mine')
  await author.untilSaved()
  const forger = new Y.Doc()
  Y.applyUpdate(forger, Y.encodeStateAsUpdate(doc))
  forger.clientID = doc.clientID
  forger.getText('text').insert(0, 'forged ')
  const forged = Y.encodeStateAsUpdate(forger, Y.encodeStateVector(doc))
  const answer = await request('POST', `${document.path}/updates`, people.editor, forged, 'application/octet-stream')
  assert.equal(answer.status, 409)
  assert.equal((await request('POST', `${document.path}/updates`, people.editor, Y.encodeStateAsUpdate(doc), 'application/octet-stream')).status, 200)
  doc.getText('text').insert(4, ' alone')
  await author.untilSaved()
  assert.equal(doc.getText('text').toString(), 'mine alone')
  author.leave()
})

test('after a logout its tokens and sockets are good for nothing within a second', async () => {
  const person = await register('leaving')
  const made = await request('POST', '/documents', person, { title: 'Mine' })
  const client = await openExact(made.body.id, { user: 'leaving', token: person.token, reconnect: false })
  assert.equal((await request('POST', '/auth/logout', person)).status, 204)
  await until('its token is refused', async () => (await request('GET', made.body.id ? `/documents/${made.body.id}` : '', person)).status === 401, 1_000)
  await until('its socket is closed', () => client.closes.includes(4401), 1_000)
})

