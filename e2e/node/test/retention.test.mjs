// What a retention rule leaves of a document's history. OldDocumentsTest runs this twice: first to
// write, and, when the log has been made to look old, to read what became of it.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import * as Y from 'yjs'
import { assertSoundLog, untilEqual } from '../lib/content.mjs'
import { openExact } from '../lib/exact.mjs'
import { freshName, log, revision, state, token, url } from '../lib/quire.mjs'
import { until } from '../lib/until.mjs'

const { QUIRE_STORY_STAGE: stage, QUIRE_STORY_FILE: file } = process.env
const owner = token('owner', { '*': 'owner' })
const send = async (method, path, body) => {
  const headers = { authorization: `Bearer ${owner}`, ...(body && { 'content-type': 'application/json' }) }
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })
  return { status: response.status, body: response.headers.get('content-type')?.startsWith('application/') ? await response.json() : await response.text() }
}
const contentAt = async (path, at) => send('GET', `${path}/content?format=html&revision=${at}`)
const base64 = bytes => Buffer.from(bytes).toString('base64')

test('people write, somebody names what is to be kept, and one leaves with an edit in hand', { skip: stage !== 'before' }, async () => {
  const name = freshName('retention')
  const made = (await send('POST', '/documents', { title: 'Retention', name, content: { format: 'text', body: 'begun' } })).body
  const path = `/documents/${made.id}`
  const [ada, bob] = [await openExact(name, { user: 'ada' }), await openExact(name, { user: 'bob' })]
  const edit = async (person, change) => {
    const line = person.doc.getXmlFragment('default').get(0).get(0)
    change(line)
    await person.untilSaved()
    const other = person === ada ? bob : ada
    await until('the other sees it', () => other.doc.getXmlFragment('default').toString() === person.doc.getXmlFragment('default').toString())
  }
  for (let i = 0; i < 4; i++) await edit(ada, line => line.insert(0, `ada ${i} `))
  for (let i = 0; i < 3; i++) await edit(bob, line => line.insert(line.length, ` bob ${i}`))
  const version = (await send('POST', `${path}/versions`, { name: 'keep', revision: await revision(made.id) - 1 })).body
  await edit(bob, line => line.delete(0, 6))
  await edit(ada, line => line.insert(0, 'last '))
  bob.leave()
  bob.doc.getXmlFragment('default').get(0).get(0).insert(0, 'offline ')
  const items = await log(made.id)
  const contents = []
  for (let at = 0; at <= items.length; at++) contents.push((await contentAt(path, at)).body)
  const blame = (await send('GET', `${path}/blame`)).body.items.map(({ text, author }) => ({ text, author }))
  await writeFile(file, JSON.stringify({
    id: made.id, name, version, contents, blame, authors: items.map(item => item.author), state: base64((await state(made.id)).update), bob: base64(Y.encodeStateAsUpdate(bob.doc))
  }))
  ada.leave()
})

/** One item for each author's run: but the first revision, the last, and none across what is named. */
const expectedSpans = ({ authors, version }) => {
  const spans = []
  authors.forEach((author, i) => {
    const at = i + 1
    const joins = i > 1 && at < authors.length && author === authors[i - 1] && i !== version.revision
    if (joins) spans.at(-1)[1] = at
    else spans.push([at, at])
  })
  return spans
}

test('what is old is one item for each session, and at what is kept all is as it was', { skip: stage !== 'after' }, async () => {
  const story = JSON.parse(await readFile(file, 'utf8'))
  const path = `/documents/${story.id}`
  const spans = expectedSpans(story)
  assert.ok(spans.length < story.authors.length)
  let items
  await until(() => `items are ${JSON.stringify(spans)}, not ${JSON.stringify(items?.map(item => [item.fromRevision, item.revision]))}`, async () => {
    items = await log(story.id)
    return JSON.stringify(items.map(item => [item.fromRevision ?? item.revision, item.revision])) === JSON.stringify(spans)
  }, 60_000)
  assertSoundLog(items)
  items.forEach(item => assert.equal(item.author, story.authors[item.revision - 1]))

  const server = new Y.Doc()
  items.forEach(item => Y.applyUpdate(server, item.update))
  assert.equal(base64(Y.encodeStateAsUpdate(server)), story.state, 'the log makes the state that it made')
  assert.equal(base64((await state(story.id)).update), story.state)
  const kept = new Set([0, ...items.map(item => item.revision)])
  assert.ok(kept.has(story.version.revision))
  for (let at = 0; at < story.contents.length; at++) {
    const shown = await contentAt(path, at)
    assert.equal(shown.status, kept.has(at) ? 200 : 410)
    if (kept.has(at)) assert.equal(shown.body, story.contents[at])
    else assert.equal(shown.body.type, 'urn:quire:problem:revision-merged')
  }
  const from = items.find(item => item.fromRevision !== undefined).fromRevision
  assert.equal((await log(story.id, from))[0].fromRevision, from, 'whoever reads on from within gets the whole item')
  const blame = (await send('GET', `${path}/blame`)).body.items
  assert.equal(blame.map(one => one.text).join(''), story.blame.map(one => one.text).join(''))
  assert.deepEqual(new Set(blame.map(one => one.author)), new Set(story.blame.map(one => one.author)))
  assert.equal((await send('GET', `${path}/integrity`)).body.intact, true)

  // Who was away for all that time comes back with what was typed offline.
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from(story.bob, 'base64'))
  const bob = await openExact(story.name, { user: 'bob', doc })
  await bob.untilSaved()
  const ada = await openExact(story.name, { user: 'ada' })
  await untilEqual(story.id, [ada, bob])
  assert.match(ada.doc.getXmlFragment('default').toString(), /offline last/)

  // A named version is restored as it was, and that is undone.
  const before = (await send('POST', `${path}/versions`, { name: 'before' })).body
  assert.equal((await send('POST', `${path}/versions/${story.version.id}/restore`)).status, 200)
  const last = await revision(story.id)
  assert.equal((await contentAt(path, last)).body, story.contents[story.version.revision])
  assert.equal((await send('POST', `${path}/versions/${before.id}/restore`)).status, 200)
  assert.match((await contentAt(path, await revision(story.id))).body, /offline last/)
  await untilEqual(story.id, [ada, bob])
  ada.leave()
  bob.leave()
})
