// The Quire under test: where it is, tokens that it believes, and its REST calls.
import { createHmac, randomUUID } from 'node:crypto'
import * as Y from 'yjs'

export const url = process.env.QUIRE_URL ?? 'http://127.0.0.1:8080'
export const socketUrl = url.replace(/^http/, 'ws')
const secret = process.env.QUIRE_EXTERNAL_JWT_SECRET ?? ''

const part = value => Buffer.from(JSON.stringify(value)).toString('base64url')

// Longer than any run of the tests, of chaos for hours too.
const DAY_SECONDS = 24 * 3600

/** A token as a user's own application signs it; `documents` maps names or globs to roles. */
export const token = (sub, documents = { '*': 'editor' }, seconds = DAY_SECONDS) => {
  if (secret === '') throw new Error('set QUIRE_EXTERNAL_JWT_SECRET to the secret of the Quire under test')
  const exp = Math.floor(Date.now() / 1000) + seconds
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub, name: sub, exp, documents })}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}

/** A name that no other run uses. */
export const freshName = story => `${story}-${randomUUID()}`

const call = async (method, path, { as = token('reader'), body, type } = {}) => {
  const headers = { authorization: `Bearer ${as}` }
  if (type) headers['content-type'] = type
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body })
  if (!response.ok) {
    throw Object.assign(new Error(`${method} ${path}: ${response.status} ${await response.text()}`), { status: response.status })
  }
  return response
}

/** The id of the document of that name, which some editor has opened before. */
export const idOf = async name => (await (await call('GET', `/documents/${encodeURIComponent(name)}`)).json()).id

/** The document's state: one Yjs update, and the revision that it stands at. */
export const state = async id => {
  const response = await call('GET', `/documents/${id}/state`)
  return { revision: Number(response.headers.get('quire-revision')), update: new Uint8Array(await response.arrayBuffer()) }
}

/** The log after a revision, page by page: `{revision, epoch, update, author, at}`, oldest first. */
export const log = async (id, after = 0) => {
  const items = []
  for (let from = after; from !== null;) {
    const page = await (await call('GET', `/documents/${id}/updates?from=${from}&limit=1000`)).json()
    items.push(...page.items.map(item => ({ ...item, update: new Uint8Array(Buffer.from(item.update, 'base64')) })))
    from = page.next
  }
  return items
}

/** Who is there: `{clientId, userId, displayName, state, lastSeenAt}` each. */
export const presence = async id => (await call('GET', `/documents/${id}/presence`)).json()

export const revision = async id => (await state(id)).revision

/** Sends an update by REST; the revision that it has come to be in. */
export const post = async (id, update, as = token('poster')) =>
  (await (await call('POST', `/documents/${id}/updates`, { as, body: update, type: 'application/octet-stream' })).json()).revision

/** The document as the server holds it. */
export const serverDoc = async id => docOf(await state(id))

/** What a state holds; throws where no client could read it. */
export const docOf = ({ update }) => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc
}
