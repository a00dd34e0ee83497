// Random edits of every kind of shared type.
import * as Y from 'yjs'
import { roots } from './content.mjs'

const words = ['river ', 'Zeit ', '雲', '👩‍👩‍👧 ', '🎈', 'naïve ', '\n', 'x']

/**
 * A place to edit that is not inside a surrogate pair, as no editor offers one: yjs splits the pair on
 * the client that looks there, and on that client alone where no edit comes of it.
 */
const place = (text, at) => {
  const code = Y.Text.prototype.toString.call(text).charCodeAt(at) // an XML text's own has tags in it
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

/** A few characters of the text: where they begin, and how many. */
const range = (text, random) => {
  const from = place(text, random.below(text.length - 6))
  const to = place(text, from + 2 + random.below(5))
  return [from, to - from]
}

const intoText = (text, random) => {
  if (text.length > 20 && random.next() < 0.3) text.delete(...range(text, random))
  else text.insert(place(text, random.below(text.length + 1)), random.pick(words))
}

const mark = (text, random) => {
  if (text.length < 8) return intoText(text, random)
  text.format(...range(text, random), random.pick([{ bold: true }, { italic: true }, { bold: null }, { link: { href: '/there' } }]))
}

const intoMap = (map, random) => {
  const key = `key-${random.below(8)}`
  if (random.next() < 0.2) map.delete(key)
  else map.set(key, random.pick([random.below(1000), 'value 🎈', true, null, { nested: [1, 2.5, 'three'] }, [random.next()]]))
}

const intoArray = (array, random) => {
  if (array.length > 10 && random.next() < 0.4) array.delete(random.below(array.length - 2), 1 + random.below(2))
  else array.insert(random.below(array.length + 1), [random.pick([random.below(1000), 'item', { deep: true }])])
}

const paragraphs = (xml, random, marks) => {
  if (xml.length === 0 || random.next() < 0.15) {
    const paragraph = new Y.XmlElement(random.pick(['paragraph', 'heading']))
    paragraph.insert(0, [new Y.XmlText(random.pick(words))])
    paragraph.setAttribute('level', String(random.below(3)))
    xml.insert(random.below(xml.length + 1), [paragraph])
  } else if (xml.length > 6 && random.next() < 0.1) {
    xml.delete(random.below(xml.length), 1)
  } else {
    const text = xml.get(random.below(xml.length)).get(0)
    if (text instanceof Y.XmlText) (marks && random.next() < 0.3 ? mark : intoText)(text, random)
  }
}

/** One random edit, one transaction. */
export const edit = (doc, random, { marks = false } = {}) => {
  const { text, xml, map, array } = roots(doc)
  doc.transact(() => {
    const roll = random.next()
    if (roll < 0.4) (marks && random.next() < 0.2 ? mark : intoText)(text, random)
    else if (roll < 0.7) paragraphs(xml, random, marks)
    else if (roll < 0.85) intoMap(map, random)
    else intoArray(array, random)
  })
}
