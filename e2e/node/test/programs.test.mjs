// What programs do by REST beside people at their editors: structured edits, differences, blame, moments, search.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openExact } from '../lib/exact.mjs'
import { freshName, log, revision, token, url } from '../lib/quire.mjs'
import { until } from '../lib/until.mjs'

const PATIENCE = 60_000
const author = token('author')
const send = async (method, path, body, as = author) => {
  const headers = { authorization: `Bearer ${as}`, ...(body && { 'content-type': 'application/json' }) }
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })
  return { status: response.status, body: response.headers.get('content-type')?.startsWith('application/') ? await response.json() : await response.text() }
}
const create = async body => {
  const name = freshName('programs')
  const made = await send('POST', '/documents', { title: 'Programs', name, content: { format: 'markdown', body } })
  assert.equal(made.status, 201)
  return { name, path: `/documents/${made.body.id}`, ...made.body }
}
const html = async (path, query = '') => (await send('GET', `${path}/content?format=html${query}`)).body
const shownTo = client => client.doc.getXmlFragment('default').toString()

test('structured edits merge with what is typed meanwhile, are seen at once, and are their author\'s', async () => {
  const made = await create('# Tides\n\nThe moon pulls.\n\nThe end.')
  const typist = await openExact(made.name, { user: 'typist' })
  await until('the typist has it', () => shownTo(typist).includes('The end.'), PATIENCE)
  typist.doc.getXmlFragment('default').get(1).get(0).insert(0, 'Look: ')
  const edits = [
    { op: 'insert', after: 'Tides', content: { format: 'html', body: '<p>An account</p>' } },
    { op: 'replaceText', find: 'moon', with: 'full moon' },
    { op: 'mark', find: 'pulls', mark: { type: 'bold' } },
    { op: 'replace', block: -1, content: { format: 'text', body: 'To be continued' } }
  ]
  const edited = await send('POST', `${made.path}/edits`, { edits }, token('robot'))
  assert.equal(edited.status, 200)
  await until('the typist sees all of it', () => /full moon.*<bold>pulls.*To be continued/.test(shownTo(typist)), PATIENCE)
  await typist.untilSaved(PATIENCE)
  assert.equal(await html(made.path), '<h1>Tides</h1><p>An account</p><p>Look: The full moon <strong>pulls</strong>.</p><p>To be continued</p>')
  const items = await log(made.id, 1)
  assert.deepEqual(items.map(item => item.author).sort(), ['robot', 'typist'])
  assert.equal(items.find(item => item.author === 'robot').revision, edited.body.revision)

  const steps = [{ op: 'unmark', find: 'pulls', mark: { type: 'bold' } }, { op: 'delete', block: 'An account' }, { op: 'delete', block: 9 }]
  assert.equal((await send('POST', `${made.path}/edits`, { edits: steps })).status, 400)
  assert.equal(await revision(made.id), 3)
  assert.equal((await send('POST', `${made.path}/edits`, { edits: steps.slice(0, 2) })).status, 200)
  await until('the typist sees it', () => !/bold|An account/.test(shownTo(typist)), PATIENCE)
  assert.equal((await send('POST', `${made.path}/edits`, { edits: steps.slice(0, 1) }, token('v', { '*': 'viewer' }))).status, 403)
  typist.leave()
})

test('differences and blame name who wrote and who deleted what over the editors\' own roads', async () => {
  const made = await create('The moon pulls')
  const bob = await openExact(made.name, { user: 'bob' })
  const line = () => bob.doc.getXmlFragment('default').get(0).get(0)
  await until('bob has it', () => shownTo(bob).includes('moon'), PATIENCE)
  line().delete(4, 5)
  line().insert(4, 'sun ')
  await bob.untilSaved(PATIENCE)
  const last = await revision(made.id)
  const difference = await send('GET', `${made.path}/diff?from=1&to=${last}`)
  assert.deepEqual(difference.body.changes.map(({ kind, text, author }) => [kind, text, author]).sort(), [['deleted', 'moon ', 'bob'], ['inserted', 'sun ', 'bob']])
  const marked = (await send('GET', `${made.path}/diff?from=1&format=html`)).body
  assert.match(marked, /<del data-author="bob"[^>]*>moon <\/del>/)
  assert.match(marked, /<ins data-author="bob"[^>]*>sun <\/ins>/)
  assert.deepEqual((await send('GET', `${made.path}/blame`)).body.items.map(({ text, author }) => [text, author]),
    [['The ', 'author'], ['sun ', 'bob'], ['pulls', 'author']])

  const [, second] = await log(made.id)
  const at = moment => html(made.path, `&at=${encodeURIComponent(moment)}`)
  assert.equal(await at('2001-01-01T00:00:00Z'), '')
  assert.equal(await at(new Date(Date.parse(second.at) + 3_600_000).toISOString()), '<p>The sun pulls</p>')
  for (const path of [`/content?revision=${last + 1}`, `/diff?from=${last + 1}`, `/blame?revision=${last + 1}`]) {
    const refused = await send('GET', `${made.path}${path}`)
    assert.equal(refused.status, 400)
    assert.match(refused.body.detail, new RegExp(`from 0 to ${last}\\.`))
  }
  bob.leave()
})

test('what somebody types is found by its words, ranked and highlighted, by who may read it and nobody else', async () => {
  const word = `krill${Date.now().toString(36)}`
  const [inText, inTitle] = [await create('Whales'), await create('They sing')]
  assert.equal((await send('PATCH', inTitle.path, { title: `All of ${word}` })).status, 200)
  const typist = await openExact(inText.name, { user: 'typist' })
  await until('the typist has it', () => shownTo(typist).includes('Whales'), PATIENCE)
  typist.doc.getXmlFragment('default').get(0).get(0).insert(6, ` eat ${word} all day`)
  await typist.untilSaved(PATIENCE)
  const found = async as => (await send('GET', `/documents?q=${word}`, undefined, as)).body.items
  const items = await until('both are found', async () => {
    const all = await found(author)
    return all.length === 2 && all[1].match && all
  }, PATIENCE)
  assert.deepEqual(items.map(item => item.id), [inTitle.id, inText.id])
  const { snippet, highlights: [[from, to]] } = items[1].match
  assert.equal(snippet, `Whales eat ${word} all day`)
  assert.equal(snippet.slice(from, to), word)
  assert.deepEqual(await found(token('stranger', { 'other-*': 'editor' })), [])
  typist.leave()
})
