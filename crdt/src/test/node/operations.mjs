/**
 * Single random operations on a yjs document, through the public API of its types (the old JSON content, which no
 * API writes any more, through a bare item).
 */
import * as Y from 'yjs'
import { root, ROOTS } from './outline.mjs'
import * as values from './values.mjs'

/** What a program may do; each profile stresses another part of the engine. */
export const PROFILES = {
  text: { roots: ['text'], format: false, nest: false, subdocs: false, undo: false },
  pairs: { roots: ['text'], alphabets: values.PAIRS, format: false, nest: false, subdocs: false, undo: false },
  rich: { roots: ['text'], format: true, nest: false, subdocs: false, undo: false },
  data: { roots: ['array', 'map'], format: false, nest: true, subdocs: true, undo: false },
  xml: { roots: ['xml'], format: true, nest: true, subdocs: false, undo: false },
  all: { roots: ['text', 'array', 'map', 'xml'], format: true, nest: true, subdocs: true, undo: false },
  undo: { roots: ['text', 'array', 'map', 'xml'], format: true, nest: true, subdocs: false, undo: true }
}

export const operate = (random, doc, profile) => {
  const target = descend(random, doc, profile)
  if (target instanceof Y.XmlText || target instanceof Y.Text) onText(random, target, profile)
  else if (target instanceof Y.Map) onMap(random, target, profile)
  else if (target instanceof Y.Array) onArray(random, target, profile)
  else onXml(random, target, profile)
}

/** Walks from a random root into random children, so that deep types are edited too. */
const descend = (random, doc, profile) => {
  const kind = random.pick(profile.roots)
  let type = root(doc, kind, ROOTS.find(([k]) => k === kind)[1])
  for (let depth = 0; depth < 6 && random.chance(0.6); depth++) {
    const children = childrenOf(type)
    if (children.length === 0) break
    type = random.pick(children)
  }
  return type
}

const childrenOf = type => {
  if (type instanceof Y.Map) return [...type.values()].filter(v => v instanceof Y.AbstractType)
  if (type instanceof Y.Array) return type.toArray().filter(v => v instanceof Y.AbstractType)
  if (type instanceof Y.Text) return type.toDelta().map(op => op.insert).filter(v => v instanceof Y.AbstractType)
  return type.toArray()
}

const fresh = (random, depth = 0) => random.pick([
  () => {
    random.note('new text')
    return new Y.Text(random.chance(0.5) ? values.text(random) : undefined)
  },
  () => {
    random.note('new map')
    return new Y.Map(random.chance(0.5) ? [['k' + random.below(5), values.element(random)]] : undefined)
  },
  () => {
    random.note('new array')
    const array = new Y.Array()
    array.insert(0, Array.from({ length: random.below(4) }, () => depth < 2 && random.chance(0.2) ? fresh(random, depth + 1) : values.element(random)))
    return array
  },
  () => {
    random.note('new xml fragment')
    const fragment = new Y.XmlFragment()
    fragment.insert(0, Array.from({ length: random.below(3) }, () => freshXml(random, 1)))
    return fragment
  },
  () => freshXml(random)
])()

const freshXml = (random, depth = 0) => random.pick([
  () => {
    random.note('new xml text')
    return new Y.XmlText(random.chance(0.7) ? values.text(random) : undefined)
  },
  () => {
    random.note('new xml element')
    const element = new Y.XmlElement(random.pick(['p', 'h1', 'li', 'image', 'ä b']))
    if (random.chance(0.3)) element.setAttribute('id', values.text(random))
    if (depth < 2) element.insert(0, Array.from({ length: random.below(3) }, () => freshXml(random, depth + 1)))
    return element
  },
  () => {
    random.note('new xml hook')
    return new Y.XmlHook('hook' + random.below(3))
  }
])()

const ATTRIBUTES = ['bold', 'italic', 'link', 'color']

/**
 * Formatting values nest no deeper than one object: yjs compares what lies deeper by identity, so that what a text
 * holds would depend on whether a value was made here or received.
 */
const attributes = random => {
  const out = {}
  for (let i = random.between(1, 2); i > 0; i--) {
    out[random.pick(ATTRIBUTES)] = random.pick([true, true, null, 'red', { href: 'http://a/' + random.below(3), n: null }])
  }
  return out
}

const onText = (random, text, profile) => {
  const length = text.length
  const at = random.between(0, length)
  const action = random.next()
  if (action < 0.3) {
    const marks = profile.format && random.chance(0.25) ? attributes(random) : undefined
    random.note(marks ? 'text insert formatted' : 'text insert')
    text.insert(at, values.text(random, profile.alphabets), marks)
  } else if (action < 0.5) {
    type(random, text, at)
  } else if (action < 0.55) {
    random.note('text delta')
    text.applyDelta(delta(random, text, profile))
  } else if (action < 0.78) {
    if (length > 0) {
      random.note('text delete')
      const from = random.below(length)
      text.delete(from, Math.min(length - from, random.chance(0.2) ? random.between(1, 40) : random.between(1, 5)))
    }
  } else if (!profile.format) {
    random.note('text append')
    text.insert(length, values.text(random, profile.alphabets))
  } else if (action < 0.92) {
    if (length > 0) {
      random.note('text format')
      const from = wholeCharacter(text, random.below(length))
      const to = wholeCharacter(text, random.between(from + 1, Math.min(from + 12, length)))
      text.format(from, to - from, attributes(random))
    }
  } else if (action < 0.96) {
    const nested = profile.nest && random.chance(0.4)
    random.note(nested ? 'text embed a type' : 'text embed')
    text.insertEmbed(at, nested ? fresh(random) : { embed: values.json(random) }, random.chance(0.5) ? attributes(random) : undefined)
  } else if (random.chance(0.7)) {
    random.note('text set attribute')
    text.setAttribute('k' + random.below(3), values.element(random))
  } else {
    random.note('text remove attribute')
    text.removeAttribute('k' + random.below(3))
  }
}

/** A delta of up to four steps, each over whole characters. */
const delta = (random, text, profile) => {
  const ops = []
  const marks = () => profile.format && random.chance(0.4) ? { attributes: attributes(random) } : {}
  let at = 0
  for (let i = random.between(1, 4); i > 0; i--) {
    const to = at < text.length ? wholeCharacter(text, random.between(at + 1, Math.min(at + 10, text.length))) : at
    if (to > at) {
      ops.push(random.chance(0.3) ? { delete: to - at } : { retain: to - at, ...marks() })
      at = to
    }
    if (random.chance(0.6)) ops.push({ insert: values.text(random, profile.alphabets), ...marks() })
    else if (profile.format && random.chance(0.2)) ops.push({ insert: { embed: values.json(random) }, ...marks() })
  }
  return ops
}

/**
 * Moves a position out of a surrogate pair. yjs splits items at the ends of a range to be formatted, replacing both
 * halves of a split pair by U+FFFD, and when the format then changes nothing no other replica hears of it. Inserting
 * into a pair or deleting half of one is heard by all, and stays part of the programs.
 */
export const wholeCharacter = (text, at) => {
  const units = text.toDelta().flatMap(op => typeof op.insert === 'string' ? op.insert.split('') : ['x'])
  return /[\ud800-\udbff]/.test(units[at - 1] ?? '') && /[\udc00-\udfff]/.test(units[at] ?? '') ? at - 1 : at
}

/** Key by key in transactions of their own, with a correction now and then: the runs that must merge. */
const type = (random, text, at) => {
  random.note('text typed')
  let cursor = at
  for (let i = random.between(2, 8); i > 0; i--) {
    if (cursor > at && random.chance(0.15)) {
      text.delete(--cursor, 1)
    } else {
      text.insert(cursor++, random.pick('abcdefgh'))
    }
  }
}

const onArray = (random, array, profile) => {
  const length = array.length
  const action = random.next()
  if (action < 0.5) {
    random.note('array insert')
    array.insert(random.between(0, length), Array.from({ length: random.between(1, 4) }, () => element(random, profile)))
  } else if (action < 0.6) {
    random.note('array push')
    array.push([element(random, profile)])
  } else if (action < 0.65) {
    random.note('array old JSON')
    appendOldJson(random, array)
  } else if (action < 0.7) {
    random.note('array binary')
    array.insert(0, [values.binary(random)])
  } else if (length > 0) {
    random.note('array delete')
    const from = random.below(length)
    array.delete(from, random.between(1, Math.min(4, length - from)))
  }
}

const element = (random, profile) => {
  if (profile.nest && random.chance(0.2)) return fresh(random)
  if (profile.subdocs && random.chance(0.05)) return subdocument(random)
  return values.element(random)
}

const subdocument = random => {
  random.note('new subdocument')
  return new Y.Doc({
    guid: 'sub-' + random.below(1000000),
    autoLoad: random.chance(0.2),
    gc: random.chance(0.8),
    meta: random.chance(0.3) ? { title: values.text(random) } : null
  })
}

/** Writes an item with the JSON content of old yjs versions behind the last item of an array. */
const appendOldJson = (random, array) => {
  const content = Array.from({ length: random.between(1, 3) }, () => random.chance(0.1) ? undefined : values.json(random))
  array.doc.transact(transaction => {
    let last = array._start
    while (last !== null && last.right !== null) last = last.right
    const id = Y.createID(array.doc.clientID, Y.getState(array.doc.store, array.doc.clientID))
    new Y.Item(id, last, last && last.lastId, null, null, array, null, new Y.ContentJSON(content)).integrate(transaction, 0)
  })
}

const onMap = (random, map, profile) => {
  const key = random.chance(0.1) ? values.text(random) : 'k' + random.below(6)
  const action = random.next()
  if (action < 0.7) {
    const binary = random.chance(0.05)
    random.note(binary ? 'map set binary' : 'map set')
    map.set(key, binary ? values.binary(random) : element(random, profile))
  } else if (action < 0.97) {
    random.note('map delete')
    map.delete(key)
  } else {
    random.note('map clear')
    map.clear()
  }
}

const onXml = (random, xml, profile) => {
  const length = xml.length
  const action = random.next()
  if (action < 0.5) {
    random.note('xml insert')
    xml.insert(random.between(0, length), Array.from({ length: random.between(1, 2) }, () => freshXml(random)))
  } else if (action < 0.7 && length > 0) {
    random.note('xml delete')
    const from = random.below(length)
    xml.delete(from, random.between(1, Math.min(3, length - from)))
  } else if (xml instanceof Y.XmlElement) {
    const name = random.pick(['id', 'class', 'level'])
    if (random.chance(0.75)) {
      random.note('xml set attribute')
      xml.setAttribute(name, random.chance(0.5) ? values.text(random) : values.element(random))
    } else {
      random.note('xml remove attribute')
      xml.removeAttribute(name)
    }
  } else {
    random.note('xml push')
    xml.push([freshXml(random)])
  }
}
