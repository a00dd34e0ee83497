/**
 * Random local edits on two yjs replicas, told step by step, so that an implementation can make the same edits and
 * compare bytes: not only what it makes of others' updates, but what it writes itself.
 *
 * Lines, in order:
 *   client <replica> <client id>
 *   begin <replica>, end <replica>         what lies between is one transaction
 *   edit <replica> <path> <name> <arg>...  an edit of the type at a path (see `pathTo`); values are lib0's any in base64
 *   receive <replica> <update>
 *   state <replica> <bytes>                what the replica's document must be now
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { line } from './lines.mjs'
import { wholeCharacter } from './operations.mjs'
import { ROOTS, root } from './outline.mjs'
import { Random } from './random.mjs'
import { newDoc, normalForm } from './replica.mjs'
import * as values from './values.mjs'

export const mirror = (seed, edits) => {
  const random = new Random(seed)
  const told = []
  const docs = [0, 1].map(i => {
    const doc = newDoc()
    doc.clientID = random.below(4294967296)
    // A root that yjs learns to be a text only after it received its formatting looks for positions in a way that
    // forgets what formatting is in force there.
    ROOTS.forEach(([kind, name]) => root(doc, kind, name))
    told.push(line('client', i, doc.clientID))
    return doc
  })
  for (let done = 0; done < edits;) {
    const i = random.below(2)
    const burst = random.between(1, 5)
    const together = random.chance(0.3)
    const run = () => { for (let n = 0; n < burst; n++) edit(random, docs[i], i, told) }
    if (together) {
      told.push(line('begin', i))
      docs[i].transact(run)
      told.push(line('end', i))
    } else {
      run()
    }
    done += burst
    if (random.chance(0.2)) {
      const update = Y.encodeStateAsUpdate(docs[1 - i], Y.encodeStateVector(docs[i]))
      Y.applyUpdate(docs[i], update)
      told.push(line('receive', i, update))
    }
    told.push(line('state', i, normalForm(docs[i])))
  }
  return told.join('')
}

/** A random type of the document, and its path: root, then steps i<index>, k<key> or e<number of the embedded type>. */
const pick = (random, doc) => {
  const [kind, name] = random.pick(ROOTS)
  let type = root(doc, kind, name)
  let path = name
  for (let depth = 0; depth < 5 && random.chance(0.6); depth++) {
    const children = childrenOf(type)
    if (children.length === 0) break
    const [step, child] = random.pick(children)
    path += '/' + step
    type = child
  }
  return [type, path]
}

const childrenOf = type => {
  const shared = ([, value]) => value instanceof Y.AbstractType
  if (type instanceof Y.Map) return [...type.entries()].map(([key, value]) => ['k' + encodeURIComponent(key), value]).filter(shared)
  if (type instanceof Y.Text) return []
  return type.toArray().map((value, i) => ['i' + i, value]).filter(shared)
}

const any = value => encoding.encode(encoder => encoding.writeAny(encoder, value))

const TYPES = { array: () => new Y.Array(), map: () => new Y.Map(), text: () => new Y.Text() }

const NODES = { element: () => new Y.XmlElement('p'), xmltext: () => new Y.XmlText(), hook: () => new Y.XmlHook('h') }

/**
 * Formatting of plain values only: where yjs compares objects, it sometimes does so by identity, so that what it writes
 * depends on whether an object was made here or received. Quire compares what they hold.
 */
const attributes = random => Object.fromEntries(Array.from({ length: random.between(1, 2) }, () =>
  [random.pick(['bold', 'italic', 'link', 'color']), random.pick([true, true, null, 'red', 7])]))

/** A subdocument, and what makes it: few names, since one may stand in several places. */
const subdocument = random => {
  const options = { guid: 'sub' + random.below(8), autoLoad: random.chance(0.3), shouldLoad: random.chance(0.5), gc: random.chance(0.8), meta: random.chance(0.3) ? values.json(random) : null }
  return [new Y.Doc(options), any(options)]
}

/** One edit, told; of subdocuments, too, where they are asked for. */
export const edit = (random, doc, replica, told, subdocs = false) => {
  const [type, path] = pick(random, doc)
  const tell = (name, ...args) => told.push(line('edit', replica, path, name, ...args))
  if (subdocs && (type instanceof Y.Map || type instanceof Y.Array) && random.chance(0.3)) {
    const [subdoc, options] = subdocument(random)
    if (type instanceof Y.Map) {
      const key = 'k' + random.below(5)
      tell('setDoc', key, options)
      type.set(key, subdoc)
    } else {
      const at = random.between(0, type.length)
      tell('insertDoc', at, options)
      type.insert(at, [subdoc])
    }
  } else if (type instanceof Y.Text) editText(random, type, tell)
  else if (type instanceof Y.Map) editMap(random, type, tell)
  else if (type instanceof Y.Array) editList(random, type, tell, TYPES, true)
  else editList(random, type, tell, NODES, false)
}

const editText = (random, text, tell) => {
  const length = text.length
  const at = random.between(0, length)
  const action = random.next()
  if (action < 0.3) {
    const string = values.text(random)
    tell('insert', at, string)
    text.insert(at, string)
  } else if (action < 0.45) {
    const string = values.text(random)
    const marks = attributes(random)
    tell('insertFormatted', at, string, any(marks))
    text.insert(at, string, marks)
  } else if (action < 0.5) {
    const embed = { embed: values.json(random) }
    const marks = random.chance(0.5) ? attributes(random) : {}
    tell('embed', at, any(embed), any(marks))
    text.insertEmbed(at, embed, marks)
  } else if (action < 0.7 && length > 0) {
    const from = random.below(length)
    const count = Math.min(length - from, random.between(1, 8))
    tell('delete', from, count)
    text.delete(from, count)
  } else if (action < 0.93 && length > 0) {
    const from = wholeCharacter(text, random.below(length))
    const to = wholeCharacter(text, random.between(from + 1, Math.min(from + 12, length)))
    const marks = attributes(random)
    if (to > from) {
      tell('format', from, to - from, any(marks))
      text.format(from, to - from, marks)
    }
  } else {
    editAttribute(random, text, tell)
  }
}

const editAttribute = (random, type, tell) => {
  const key = 'k' + random.below(3)
  if (random.chance(0.75)) {
    const value = values.element(random)
    tell('setAttribute', key, any(value))
    type.setAttribute(key, value)
  } else {
    tell('removeAttribute', key)
    type.removeAttribute(key)
  }
}

const editMap = (random, map, tell) => {
  const key = random.chance(0.1) ? values.text(random) : 'k' + random.below(5)
  const action = random.next()
  if (action < 0.5) {
    const value = random.chance(0.1) ? values.binary(random) : values.element(random)
    tell('set', key, any(value))
    map.set(key, value)
  } else if (action < 0.75) {
    const kind = random.pick(Object.keys(TYPES))
    tell('setType', key, kind)
    map.set(key, TYPES[kind]())
  } else if (action < 0.97) {
    tell('remove', key)
    map.delete(key)
  } else {
    tell('clear')
    map.clear()
  }
}

const editList = (random, list, tell, kinds, takesValues) => {
  const length = list.length
  const at = random.between(0, length)
  const action = random.next()
  if (action < 0.35 && takesValues) {
    const some = Array.from({ length: random.between(1, 4) }, () => random.chance(0.1) ? values.binary(random) : values.element(random))
    tell('insertValues', at, any(some))
    list.insert(at, some)
  } else if (action < 0.6) {
    const kind = random.pick(Object.keys(kinds))
    tell('insertType', at, kind)
    list.insert(at, [kinds[kind]()])
  } else if (list instanceof Y.XmlElement && action < 0.8) {
    editAttribute(random, list, tell)
  } else if (length > 0) {
    const from = random.below(length)
    const count = random.between(1, Math.min(3, length - from))
    tell('delete', from, count)
    list.delete(from, count)
  }
}
