// A right ends, and with it what is open by it on both edges, by both protocols. What counts is the
// log: nothing in it was accepted from somebody whose right had ended more than a second before, by the
// database's own time. The clients here go on typing for as long as they can, and come back again.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, test } from 'node:test'
import { openExact } from '../lib/exact.mjs'
import { Typist } from '../lib/typist.mjs'
import { pause, until } from '../lib/until.mjs'

const edges = process.env.QUIRE_EDGES.split(',')
const PROMISE = 1_000
const PATIENCE = 60_000

const request = async (method, path, as, body, { edge = edges[0], type = 'application/json' } = {}) => {
  const headers = { ...(as && { authorization: `Bearer ${as.token}` }), ...(body !== undefined && { 'content-type': type }) }
  const sent = body instanceof Uint8Array ? body : JSON.stringify(body)
  const response = await fetch(`${edge}/api/v1${path}`, { method, headers, body: sent })
  const text = await response.text()
  return { status: response.status, body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text }
}

const must = async (status, ...parameters) => {
  const answer = await request(...parameters)
  assert.equal(answer.status, status, `${parameters[0]} ${parameters[1]}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

const register = async name => {
  const credentials = { email: `${name}-${randomUUID()}@example.org`, password: 'correct horse battery' }
  const made = await must(201, 'POST', '/auth/register', null, { ...credentials, displayName: name })
  return { ...credentials, id: made.user.id, token: made.accessToken }
}

let owner, clock
before(async () => {
  owner = await register('owner')
  clock = await must(201, 'POST', '/documents', owner, { title: 'Clock' })
})

/** The database's time, not before this is asked for: that of an edit of a document beside. */
const databaseTime = async () => {
  const { revision } = await must(200, 'PUT', `/documents/${clock.id}/content`, owner, Buffer.from(randomUUID()), { type: 'text/plain' })
  const { items } = await must(200, 'GET', `/documents/${clock.id}/updates?from=${revision - 1}`, owner)
  return Date.parse(items.at(-1).at)
}

const log = async document => {
  const items = []
  for (let from = 0; from !== null;) {
    const page = await must(200, 'GET', `/documents/${document}/updates?from=${from}&limit=1000`, owner)
    items.push(...page.items)
    from = page.next
  }
  return items
}

/** Two edges, two protocols: they write, and everybody sees it. */
const typistsOf = async (person, document) => {
  const typists = edges.flatMap((edge, i) => ['collab', 'yjs'].map(protocol =>
    new Typist(edge, protocol, document, person.token, `${protocol} at edge ${i + 1}`)))
  const witness = await openExact(document, { user: 'owner', token: owner.token })
  for (const each of typists) await until(`${each.label} writes`, () => witness.doc.getText(each.root).length > 5, PATIENCE)
  witness.leave()
  return typists
}

const setting = async role => {
  const person = await register('person')
  const document = await must(201, 'POST', '/documents', owner, { title: 'Shared' })
  await must(200, 'PUT', `/documents/${document.id}/members/${person.id}`, owner, { role })
  return { person, document: document.id, typists: await typistsOf(person, document.id) }
}

const report = (t, what, lines) => t.diagnostic(`measured ${what}: ${lines.join(', ')}`)

/**
 * Ends a right, and holds what the sockets and the log say against the promise.
 *
 * @param isOver whether a typist has been told for good
 * @param end ends the right; what it returns is done before the log is read
 */
const ends = async (t, what, { person, document, typists }, isOver, end) => {
  for (const each of typists) each.endings = []
  const askedAt = performance.now()
  const beforeReading = await end()
  const endedBy = await databaseTime()
  for (const each of typists) await until(`${each.label} is sent away: ${JSON.stringify(each.endings)}`, () => isOver(each), PATIENCE)
  // Whoever comes back is turned down again: a second or two of it.
  await pause(2 * PROMISE)
  for (const each of typists) each.leave()
  await beforeReading?.()
  const accepted = (await log(document)).filter(item => item.author === person.id)
  const last = Math.max(...accepted.map(item => Date.parse(item.at)))
  report(t, what, [
    ...typists.map(each => `${each.label} told ${each.endings[0].how} ${Math.round(each.endings[0].at - askedAt)} ms after it was asked for`),
    `last of ${accepted.length} accepted ${last - endedBy} ms after the end`
  ])
  assert.ok(last <= endedBy + PROMISE, `accepted ${last - endedBy} ms after the right had ended`)
}

const wasTold = (...how) => typist => typist.endings.some(ending => how.includes(ending.how))

/** The end, or the refusal of whoever comes back: a socket may also break at that moment. */
const isGone = wasTold('denied', 'closed', 4401, 4403, 4404)

test('a removed member', async t => {
  const all = await setting('editor')
  await ends(t, 'removal', all, isGone, async () => {
    await must(204, 'DELETE', `/documents/${all.document}/members/${all.person.id}`, owner)
  })
})

test('an editor who becomes a viewer', async t => {
  const all = await setting('editor')
  const reads = typist => typist.endings.length > 0 && (typist.protocol === 'yjs' || (typist.scope === 'readonly' && typist.refusals > 0))
  await ends(t, 'role change', all, reads, async () => {
    await must(200, 'PUT', `/documents/${all.document}/members/${all.person.id}`, owner, { role: 'viewer' })
  })
})

test('a deleted document', async t => {
  const all = await setting('editor')
  await ends(t, 'deletion', all, isGone, async () => {
    await must(204, 'DELETE', `/documents/${all.document}`, owner)
    return () => must(200, 'POST', `/documents/${all.document}/undelete`, owner)
  })
})

test('a logout, on sockets and for requests', async t => {
  const all = await setting('editor')
  await ends(t, 'logout', all, isGone, async () => {
    await must(204, 'POST', '/auth/logout', all.person)
    return refusedByBothEdges(t, 'logout', all)
  })
})

test('a logout everywhere, asked for by another session', async t => {
  const all = await setting('editor')
  const other = await must(200, 'POST', '/auth/login', null, { email: all.person.email, password: all.person.password })
  await ends(t, 'logout everywhere', all, isGone, async () => {
    await must(204, 'POST', '/auth/logout-all', { token: other.accessToken }, undefined, { edge: edges[1] })
    return refusedByBothEdges(t, 'logout everywhere', all)
  })
})

test('a link that is ended, for somebody without an account', async t => {
  const document = (await must(201, 'POST', '/documents', owner, { title: 'Open' })).id
  const link = await must(201, 'POST', `/documents/${document}/links`, owner, { role: 'editor', withoutAccount: true })
  const visit = await must(200, 'POST', '/links/visit', null, { token: link.token })
  const person = { id: visit.visitor.id, token: visit.accessToken }
  const typists = await typistsOf(person, document)
  await ends(t, 'end of a link', { person, document, typists }, isGone, async () => {
    await must(204, 'DELETE', `/documents/${document}/links/${link.id}`, owner, undefined, { edge: edges[1] })
  })
})

const keyOf = token => JSON.parse(Buffer.from(token.split('.')[0], 'base64url')).kid

test('a revoked key, for everybody, who come back with what another key has signed', async t => {
  const all = await setting('editor')
  const signedWith = keyOf(owner.token)
  assert.equal(keyOf(all.person.token), signedWith)
  await ends(t, 'key', all, isGone, async () => {
    const revoked = await fetch(`${process.env.QUIRE_AUTH_MANAGEMENT}/keys/${signedWith}`, { method: 'DELETE' })
    assert.equal(revoked.status, 204)
    const refused = refusedByBothEdges(t, 'key', all)
    owner.token = (await must(200, 'POST', '/auth/login', null, { email: owner.email, password: owner.password })).accessToken
    assert.notEqual(keyOf(owner.token), signedWith)
    return refused
  })
  const person = { token: (await must(200, 'POST', '/auth/login', null, { email: all.person.email, password: all.person.password })).accessToken }
  for (const edge of edges) await must(200, 'GET', `/documents/${all.document}`, person, undefined, { edge })
})

/** No request that is sent more than a second after the answer to the logout is taken; done by what is returned. */
const refusedByBothEdges = (t, what, { person, document }) => {
  const over = performance.now()
  const asked = Promise.all(edges.map(async edge => {
    let taken = 0
    for (let since = 0; since <= PROMISE + 200; since = performance.now() - over) {
      const { status } = await request('GET', `/documents/${document}`, person, undefined, { edge })
      if (status === 200) taken = since
    }
    return taken
  }))
  return async () => {
    const lastTaken = await asked
    report(t, `${what}, requests`, lastTaken.map((since, i) => `edge ${i + 1} took the last ${Math.round(since)} ms after it`))
    for (const since of lastTaken) assert.ok(since <= PROMISE, `a request that was sent ${since} ms after the logout was taken`)
  }
}
