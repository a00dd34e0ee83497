// A document that takes long to export.
import { tokenOf } from './wire.mjs'

export const NAME = 'large'
const WORDS = 'a document of many paragraphs that nobody has the time to read and somebody exports'.split(' ')

/** Some six characters a word, never the same twice. */
const paragraph = (i, words) => Array.from({ length: words }, (_, j) => WORDS[(i * 7 + j * j + (i >> 3)) % WORDS.length]).join(' ') + ` ${i}`

export const origin = url => url.replace(/^ws/, 'http')

/** Makes a large document; tells how large it is. */
export const fill = async (server, blocks, { name = NAME, words = 30 } = {}) => {
  const headers = { authorization: `Bearer ${tokenOf(server.secret, 'author')}` }
  const at = `${origin(server.url)}/api/v1/documents`
  const half = blocks >> 1
  // Twice: one request's edit may be half of what a document may hold.
  for (const count of [half, blocks]) {
    const body = Array.from({ length: count }, (_, i) => paragraph(i, words)).join('\n\n')
    const put = await fetch(`${at}/${name}/content`, { method: 'PUT', headers: { ...headers, 'content-type': 'text/plain' }, body })
    if (put.status !== 200) throw new Error(`not filled: ${await put.text()}`)
  }
  return `a document of ${blocks} paragraphs, ${(await bytesOf(server, name) / 1e6).toFixed(1)} MB of state`
}

/** How long a document's state is. */
export const bytesOf = async (server, name) => {
  const headers = { authorization: `Bearer ${tokenOf(server.secret, 'author')}` }
  const state = await fetch(`${origin(server.url)}/api/v1/documents/${name}/state`, { headers })
  if (state.status !== 200) throw new Error(`not read: ${await state.text()}`)
  return (await state.arrayBuffer()).byteLength
}
