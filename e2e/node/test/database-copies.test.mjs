// What a replica and a restored backup show of documents. DatabaseCopiesTest runs this four times:
// while the replica follows, after a base backup was made, after the moment that is restored, and
// against a Quire that was started on what was restored.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import * as Y from 'yjs'
import { assertSoundLog, untilEqual } from '../lib/content.mjs'
import { openExact } from '../lib/exact.mjs'
import { freshName, log, revision, state, token, url } from '../lib/quire.mjs'
import { until } from '../lib/until.mjs'

const { QUIRE_STORY_STAGE: stage, QUIRE_STORY_FILE: file } = process.env
const DOCUMENTS = 6
const owner = token('owner', { '*': 'owner' })
const send = async (method, path, body) => {
  const headers = { authorization: `Bearer ${owner}`, ...(body && { 'content-type': 'application/json' }) }
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })
  const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type'))
  return { status: response.status, headers: response.headers, body: isJson ? await response.json() : await response.text() }
}
const base64 = bytes => Buffer.from(bytes).toString('base64')
const told = async () => JSON.parse(await readFile(file, 'utf8'))

/** All that REST says of a document and what its log holds. */
const all = async id => {
  const path = `/documents/${id}`
  const items = (await log(id)).map(({ revision, author, update, at }) => ({ revision, author, update: base64(update), at }))
  const versions = (await send('GET', `${path}/versions`)).body.items
  const contents = []
  for (const { revision: at } of items) contents.push((await send('GET', `${path}/content?format=html&revision=${at}`)).body)
  return { items, versions, contents, text: (await send('GET', `${path}/content?format=text`)).body, state: base64((await state(id)).update) }
}

const edit = async (name, user, change) => {
  const person = await openExact(name, { user })
  const fragment = person.doc.getXmlFragment('default')
  await until('it is there', () => fragment.length > 0)
  change(fragment.get(0).get(0), person.doc)
  await person.untilSaved()
  person.leave()
}

test('a replica answers readers with the revision that they are shown, and nobody else', { skip: stage !== 'begin' }, async () => {
  const documents = []
  for (let i = 0; i < DOCUMENTS; i++) {
    const name = freshName('copies')
    const content = { format: 'text', body: `wombat ${i}` }
    const { id } = (await send('POST', '/documents', { title: `Copy ${i}`, name, content })).body
    await edit(name, 'ada', (line, doc) => { line.insert(0, 'Ada: '); doc.getMap('settings').set('colour', i) })
    await edit(name, 'bob', line => line.insert(line.length, ` and ${i} more`))
    assert.equal((await send('POST', `/documents/${id}/versions`, { name: 'draft' })).status, 201)
    documents.push({ id, name })
  }
  const { id } = documents[0]
  const last = await revision(id)
  const reads = ['/content?format=html', '/content?format=text&revision=1', '/history', '/diff?from=1', '/blame']
  for (const read of reads) {
    let answer
    await until(`the replica answers ${read}`, async () => {
      answer = await send('GET', `/documents/${id}${read}`)
      assert.equal(answer.status, 200)
      return answer.headers.has('quire-replica-age')
    }, 60_000)
    assert.equal(Number(answer.headers.get('quire-revision')), read.endsWith('revision=1') ? 1 : last)
  }
  let found
  await until('the replica finds them', async () => {
    found = await send('GET', '/documents?q=wombat')
    return found.headers.has('quire-replica-age') && found.body.items.length === DOCUMENTS
  }, 60_000)
  for (const live of ['/state', '/updates', '/versions']) {
    assert.equal((await send('GET', `/documents/${id}${live}`)).headers.has('quire-replica-age'), false)
  }
  // Who reads right after an edit reads that edit, whether the replica has it or not.
  for (let i = 0; i < 5; i++) {
    await edit(documents[0].name, 'ada', line => line.insert(0, `now ${i} `))
    assert.match((await send('GET', `/documents/${id}/content?format=text`)).body, new RegExp(`^now ${i} `))
  }
  await writeFile(file, JSON.stringify({ documents }))
})

test('people write on after the backup', { skip: stage !== 'go-on' }, async () => {
  const { documents } = await told()
  for (const { name } of documents) await edit(name, 'cyd', line => line.insert(0, 'after the backup '))
  const late = (await send('POST', '/documents', { title: 'Late', name: freshName('copies'), content: { format: 'text', body: 'made after the backup' } })).body
  documents.push({ id: late.id, name: late.name })
  for (const document of documents) document.then = await all(document.id)
  await writeFile(file, JSON.stringify({ documents }))
})

test('what is written after the moment is in a client alone', { skip: stage !== 'lost' }, async () => {
  const { documents } = await told()
  const dan = await openExact(documents[1].name, { user: 'dan' })
  await until('it is there', () => dan.doc.getXmlFragment('default').length > 0)
  dan.doc.getXmlFragment('default').get(0).get(0).insert(0, 'Dan has this still: ')
  await dan.untilSaved()
  dan.leave()
  await writeFile(file, JSON.stringify({ documents, dan: base64(Y.encodeStateAsUpdate(dan.doc)) }))
})

test('a restored database serves every document as it was, and takes back what a client has still', { skip: stage !== 'restored' }, async () => {
  const { documents, dan: held } = await told()
  for (const { id, name, then } of documents) {
    assert.deepEqual(await all(id), then)
    assert.equal((await send('GET', `/documents/${id}/integrity`)).body.intact, true)
    const reader = await openExact(name, { user: 'reader' })
    const expected = new Y.Doc()
    Y.applyUpdate(expected, Buffer.from(then.state, 'base64'))
    const shown = doc => doc.getXmlFragment('default').toString() + JSON.stringify(doc.getMap('settings').toJSON())
    await until('the reader has it', () => shown(reader.doc) === shown(expected))
    reader.leave()
  }
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from(held, 'base64'))
  const [dan, ada] = [await openExact(documents[1].name, { user: 'dan', doc }), await openExact(documents[1].name, { user: 'ada' })]
  await dan.untilSaved()
  await untilEqual(documents[1].id, [dan, ada])
  assert.match(ada.doc.getXmlFragment('default').toString(), /Dan has this still: /)
  const items = await log(documents[1].id)
  assertSoundLog(items)
  assert.equal(items.length, documents[1].then.items.length + 1)
  for (const one of [dan, ada]) one.leave()
})
