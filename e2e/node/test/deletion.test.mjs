// What becomes of a deleted document. OldDocumentsTest runs this twice: first to delete two, and, when
// one of them has been made to look long deleted, to see what is left.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { openExact } from '../lib/exact.mjs'
import { freshName, token, url } from '../lib/quire.mjs'
import { until } from '../lib/until.mjs'

const { QUIRE_STORY_STAGE: stage, QUIRE_STORY_FILE: file } = process.env
const grants = { '*': 'owner' }
const send = async (method, path, body) => {
  const headers = { authorization: `Bearer ${token('owner', grants)}`, ...(body && { 'content-type': 'application/json' }) }
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })
  return { status: response.status, body: response.headers.get('content-type')?.startsWith('application/') ? await response.json() : await response.text() }
}
const deletedIds = async () => (await send('GET', '/documents?deleted=true&limit=200')).body.items.map(item => item.id)

const written = async title => {
  const name = freshName('deletion')
  const { body } = await send('POST', '/documents', { title, name, content: { format: 'text', body: 'begun' } })
  const typist = await openExact(name, { user: 'typist', token: token('typist') })
  for (let i = 0; i < 3; i++) {
    typist.doc.getXmlFragment('default').get(0).get(0).insert(0, `${i} `)
    await typist.untilSaved()
  }
  typist.leave()
  await send('POST', `/documents/${body.id}/versions`, { name: 'draft' })
  return { id: body.id, name }
}

test('a deleted document is nobody’s, and comes back whole', { skip: stage !== 'before' }, async () => {
  const documents = { gone: await written('Long gone'), young: await written('Young') }
  for (const { id } of Object.values(documents)) {
    assert.equal((await send('DELETE', `/documents/${id}`)).status, 204)
    assert.equal((await send('GET', `/documents/${id}/state`)).status, 404)
    assert.equal((await send('POST', `/documents/${id}/undelete`)).status, 200)
    assert.equal((await send('GET', `/documents/${id}/content?format=text`)).body, '2 1 0 begun')
    assert.equal((await send('DELETE', `/documents/${id}`)).status, 204)
    assert.ok((await deletedIds()).includes(id))
  }
  await writeFile(file, JSON.stringify(documents))
})

test('when its grace is over nothing of it is left; a younger one comes back', { skip: stage !== 'after' }, async () => {
  const { gone, young } = JSON.parse(await readFile(file, 'utf8'))
  await until('it is in no list', async () => !(await deletedIds()).includes(gone.id), 60_000)
  assert.equal((await send('POST', `/documents/${gone.id}/undelete`)).status, 404)
  assert.equal((await send('POST', `/documents/${young.id}/undelete`)).status, 200)
  assert.equal((await send('GET', `/documents/${young.id}/content?format=text`)).body, '2 1 0 begun')
  assert.equal((await send('GET', `/documents/${young.id}/integrity`)).body.intact, true)
  assert.equal((await send('GET', `/documents/${young.id}/versions`)).body.items.length, 1)

  // Its name is free: who opens it begins a new document.
  let made
  await until('the name is free', async () => {
    made = await send('POST', '/documents', { title: 'Anew', name: gone.name })
    return made.status === 201
  }, 60_000)
  assert.notEqual(made.body.id, gone.id)
  assert.equal((await send('GET', `/documents/${made.body.id}/content?format=text`)).body, '')
  const anew = await openExact(gone.name, { user: 'typist', token: token('typist') })
  assert.equal(anew.doc.getXmlFragment('default').length, 0)
  anew.leave()
})
