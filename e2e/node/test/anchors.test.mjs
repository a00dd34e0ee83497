// Anchors: places that programs keep by REST and editors by Yjs, in the same bytes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { openExact } from '../lib/exact.mjs'
import { freshName, token, url } from '../lib/quire.mjs'
import { until } from '../lib/until.mjs'

const send = async (path, body, { as = token('author'), method = 'POST', type = 'application/json' } = {}) => {
  const headers = { authorization: `Bearer ${as}`, 'content-type': type }
  const response = await fetch(`${url}/api/v1/documents${path}`, { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}
const stands = ({ block, offset, deleted }) => ({ block, offset, deleted })

test('a place that a program keeps and one that an editor keeps are the same, and stay while both edit', async () => {
  const name = freshName('anchors')
  const body = '<h1>Tides</h1><p>The moon pulls the sea</p><p>twice</p>'
  const { id } = (await send('', { title: 'Anchors', name, content: { format: 'html', body } })).body
  const typist = await openExact(name, { user: 'typist' })
  const fragment = typist.doc.getXmlFragment('default')
  await until('the typist has it', () => fragment.length === 3)

  const text = fragment.get(1).get(0)
  const ofEditor = (type, index, assoc) => Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(type, index, assoc))).toString('base64url')
  const places = [{ quote: 'moon' }, { block: 1, offset: 4 }, { block: [1], offset: 22 }, { block: 1, offset: 4, side: 'before' }, { block: 2 }]
  const made = (await send(`/${id}/anchors`, { places })).body.items
  assert.deepEqual(made, [
    { anchor: ofEditor(text, 4), end: ofEditor(text, 8, -1) },
    { anchor: ofEditor(text, 4) },
    { anchor: ofEditor(text, 22) },
    { anchor: ofEditor(text, 4, -1) },
    { anchor: ofEditor(fragment, 2) }
  ])

  fragment.get(1).get(0).insert(0, 'Every day ')
  fragment.insert(0, [new Y.XmlElement('horizontalRule')])
  const put = send(`/${id}/content`, '<h1>Tides</h1><p>The full moon pulls the sea</p><p>And then</p><p>twice</p>', { method: 'PUT', type: 'text/html' })
  assert.equal((await put).status, 200)
  await typist.untilSaved()
  await until('the typist has what was put', () => fragment.toString().includes('full'))
  const moon = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(Buffer.from(made[0].anchor, 'base64url')), typist.doc)
  const anchors = [made[0].anchor, made[0].end, ofEditor(fragment.get(2).get(0), 2), made[4].anchor]
  const [start, end, own, twice] = (await send(`/${id}/anchors/resolve`, { anchors })).body.items
  assert.equal(start.offset, moon.index)
  assert.equal(start.after.slice(0, end.offset - start.offset), 'moon')
  assert.deepEqual(start.block, end.block)
  assert.deepEqual(stands(own), { block: [2], offset: 2, deleted: false })
  assert.equal(twice.after, 'twice')

  const line = fragment.get(start.block[0]).get(0)
  line.delete(moon.index - 2, 8)
  await typist.untilSaved()
  const [gone] = (await send(`/${id}/anchors/resolve`, { anchors })).body.items
  assert.deepEqual(stands(gone), { block: start.block, offset: moon.index - 2, deleted: true })
  typist.leave()
})

test('who may read a document may ask for its anchors; what is none is refused', async () => {
  const name = freshName('anchors')
  const { id } = (await send('', { title: 'Anchors', name, content: { format: 'text', body: 'The moon' } })).body
  const viewer = token('viewer', { [name]: 'viewer' })
  const made = await send(`/${name}/anchors`, { places: [{ quote: 'moon' }] }, { as: viewer })
  assert.equal(made.status, 200)
  assert.equal((await send(`/${name}/anchors/resolve`, { anchors: [made.body.items[0].anchor] }, { as: viewer })).body.items[0].offset, 4)
  const stranger = token('stranger', { other: 'editor' })
  assert.equal((await send(`/${id}/anchors`, { places: [{ quote: 'moon' }] }, { as: stranger })).status, 404)
  for (const wrong of [{}, { places: [] }, { places: [{ block: -1 }] }, { places: Array(201).fill({ block: 0 }) }, { places: [{ quote: 'x'.repeat(1001) }] }]) {
    assert.equal((await send(`/${id}/anchors`, wrong)).status, 400)
  }
  for (const wrong of [{}, { anchors: ['?'] }, { anchors: ['x'.repeat(513)] }, { anchors: Array(1001).fill(made.body.items[0].anchor) }]) {
    assert.equal((await send(`/${id}/anchors/resolve`, wrong)).status, 400)
  }
})
