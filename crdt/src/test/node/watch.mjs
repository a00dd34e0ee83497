/**
 * Random edits on two yjs replicas whose every event is told, beside what each replica's own undo managers do: an
 * implementation that makes the same edits has to have the same events, in the same order, and the same bytes.
 *
 * Lines, in order:
 *   client <replica> <client id> <cleans formatting> <reads deltas>
 *   undo <replica> <scope> <timeout> <origins> <ignores remote changes of maps> <filters deletions>
 *   observe <replica>                      each type that isn't observed yet is, from now on: see `walk`
 *   begin <replica> <origin>, end <replica>
 *   edit <replica> <path> <name> <arg>...  as in mirror.mjs
 *   receive <replica> <update> <origin>
 *   call <replica> <manager> <method>      undo, redo, stop, clear
 *   subdoc <replica> <number> <method>     load or destroy that one of the subdocuments, in the order in which they came
 *   tick <millis>
 *   event <replica> <text>                 what came of the line before
 *   state <replica> <bytes>                what the replica's document must be now, after loading it anew
 */
import * as Y from 'yjs'
import { setTime } from './clock.mjs'
import { line } from './lines.mjs'
import { edit } from './mirror.mjs'
import { plain, quote, ROOTS, root } from './outline.mjs'
import { Random } from './random.mjs'
import { base64, firstOf, isCrossed, newDoc, normalForm } from './replica.mjs'

const ORIGINS = [null, null, 'mine', 'other']

export const watch = (seed, edits, cleanup, undo) => firstOf(seed, next => attempt(next, edits, cleanup, undo))

const attempt = (seed, edits, cleanup, undo) => {
  const random = new Random(seed)
  const told = []
  const replicas = [0, 1].map(i => new Replica(random, i, told, cleanup))
  let now = 1000
  setTime(now)
  if (undo) replicas.forEach(replica => replica.manage(random))
  for (let done = 0; done < edits;) {
    const replica = random.pick(replicas)
    const { doc, i } = replica
    if (random.chance(0.5)) replica.observe()
    const burst = random.between(1, 5)
    const run = () => { for (let n = 0; n < burst; n++) edit(random, doc, i, told, !undo) }
    const way = random.next()
    if (undo && way < 0.35) {
      replica.call(random)
    } else if (way < 0.65) {
      const origin = random.pick(ORIGINS)
      told.push(line('begin', i, origin))
      doc.transact(run, origin)
      told.push(line('end', i))
    } else {
      run()
    }
    done += burst
    if (random.chance(0.3)) replica.subdocument(random)
    if (random.chance(0.25)) {
      const update = Y.encodeStateAsUpdate(replicas[1 - i].doc, Y.encodeStateVector(doc))
      const origin = random.pick(['network', 'network', 'mine'])
      told.push(line('receive', i, update, origin))
      Y.applyUpdate(doc, update, origin)
    }
    if (undo && random.chance(0.5)) {
      now += random.pick([10, 300, 700])
      setTime(now)
      told.push(line('tick', now))
    }
    if (isCrossed(doc)) {
      setTime(null)
      return null
    }
    told.push(line('state', i, normalForm(doc)))
  }
  setTime(null)
  return told.join('')
}

class Replica {
  constructor (random, i, told, cleanup) {
    this.i = i
    this.told = told
    this.doc = cleanup ? new Y.Doc({ guid: 'oracle' }) : newDoc()
    this.doc.clientID = random.below(4294967296)
    this.cleanup = cleanup
    this.reads = random.chance(0.7)
    this.reactions = 0
    this.observed = new Set()
    this.managers = []
    ROOTS.forEach(([kind, name]) => root(this.doc, kind, name))
    told.push(line('client', i, this.doc.clientID, cleanup, this.reads))
    this.listen()
    this.observe()
    this.react()
  }

  tell (text) {
    this.told.push(line('event', this.i, text))
  }

  listen () {
    const { doc } = this
    doc.on('beforeAllTransactions', () => this.tell('beforeAll'))
    doc.on('beforeTransaction', t => this.tell('before ' + origin(t)))
    doc.on('beforeObserverCalls', t => this.tell('beforeObservers ' + origin(t) + changed(t)))
    doc.on('afterTransaction', t => this.tell('after ' + origin(t) + ' within' + [...t.changedParentTypes].map(([type, events]) => ' ' + id(type) + 'x' + events.length).join('')))
    doc.on('afterTransactionCleanup', t => this.tell('cleaned ' + origin(t) + ' deleted' + deleted(t)))
    doc.on('update', (update, _origin, _doc, t) => this.tell('update ' + origin(t) + ' ' + base64(update)))
    doc.on('subdocs', ({ added, removed, loaded }, _doc, t) => this.tell(`subdocs ${origin(t)} added${subdocs(added)} removed${subdocs(removed)} loaded${subdocs(loaded)} all${subdocs(doc.subdocs)}`))
    doc.on('afterAllTransactions', (_doc, all) => this.tell('afterAll ' + all.length))
  }

  /** Observes what isn't observed yet: everything on the surface, the roots and every third type in depth. */
  observe () {
    this.told.push(line('observe', this.i))
    ROOTS.forEach(([kind, name]) => this.walk(root(this.doc, kind, name)))
  }

  walk (type) {
    if (!this.observed.has(type)) {
      this.observed.add(type)
      type.observe(event => this.tell('shallow ' + this.describe(event)))
      if (type._item === null || type._item.id.clock % 3 === 0) {
        type.observeDeep(events => this.tell('deep ' + id(type) + events.map(event => ' | ' + this.describe(event)).join('')))
      }
    }
    childrenOf(type).filter(child => child instanceof Y.AbstractType).forEach(child => this.walk(child))
  }

  /** Listeners that edit: within the transaction they are told of, or in one of their own. */
  react () {
    const { doc } = this
    doc.getMap('m').observe((event, t) => {
      if (event.keysChanged.has('k0') && t.origin !== 'reaction') {
        doc.transact(() => doc.getArray('a').insert(0, ['reaction']), 'reaction')
      }
    })
    doc.getText('t').observeDeep((events, t) => {
      if (t.local && t.origin === null && this.reactions++ % 4 === 0) doc.getText('t').insert(0, '!')
    })
    doc.on('beforeTransaction', t => {
      if (t.origin === 'other') doc.getMap('m').set('begun', true)
    })
  }

  describe (event) {
    const { target } = event
    if (!this.cleanup) this.readWithoutTidying(event)
    let text = `${id(target)} in ${id(event.currentTarget)} at ${plain(event.path)} list ${event.childListChanged ?? '-'} of ${[...(event.keysChanged ?? event.attributesChanged ?? [])].map(quote)}`
    if (!this.reads) return text
    text += ' keys ' + [...event.changes.keys].map(([key, { action, oldValue }]) => quote(key) + action + ':' + value(oldValue ?? null)).join()
    text += ' delta ' + delta(event)
    const items = set => [...set].map(item => `${item.id.client}:${item.id.clock}+${item.length}`).join()
    return text + ` added ${items(event.changes.added)} deleted ${items(event.changes.deleted)}`
  }

  /**
   * Reading the delta of a text deletes marks that say nothing. With the cleanup off an implementation is not to, so
   * here they are only gone while the delta is made, and no transaction is begun for it.
   */
  readWithoutTidying (event) {
    if (!this.reads) return
    const { doc } = this
    const remove = Y.Item.prototype.delete
    const gone = []
    const current = doc._transaction
    doc._transaction = current ?? {}
    Y.Item.prototype.delete = function () {
      this.markDeleted()
      gone.push(this)
    }
    try {
      event.changes.delta // eslint-disable-line no-unused-expressions
    } finally {
      Y.Item.prototype.delete = remove
      doc._transaction = current
      gone.forEach(item => { item.deleted = false })
    }
  }

  manage (random) {
    const { doc } = this
    const count = random.between(1, 2)
    for (let m = 0; m < count; m++) {
      const whole = random.chance(0.15)
      const scope = whole ? ['*'] : ROOTS.map(([, name]) => name).filter(() => random.chance(0.7))
      if (scope.length === 0) scope.push('t')
      const timeout = random.pick([0, 500])
      const origins = random.pick([[null], [null, 'mine'], ['mine'], [null, 'network']])
      const ignores = random.chance(0.3)
      const filters = random.chance(0.2)
      this.told.push(line('undo', this.i, scope.join(), timeout, origins.map(String).join(), ignores, filters))
      const manager = new Y.UndoManager(whole ? doc : scope.map(name => doc.share.get(name)), {
        captureTimeout: timeout,
        trackedOrigins: new Set(origins),
        ignoreRemoteMapChanges: ignores,
        deleteFilter: item => !filters || item.id.clock % 5 !== 0
      })
      const sizes = () => ` undo ${manager.undoStack.length} redo ${manager.redoStack.length}`
      const tell = name => event => {
        if (name === 'added') event.stackItem.meta.set('n', this.reactions)
        this.tell(`stack${m} ${name} ${event.type} ${label(event.origin)} meta ${event.stackItem.meta.get('n')}` + sizes() +
          ' within' + [...event.changedParentTypes.keys()].map(type => ' ' + id(type)).join(''))
      }
      manager.on('stack-item-added', tell('added'))
      manager.on('stack-item-updated', tell('updated'))
      manager.on('stack-item-popped', tell('popped'))
      manager.on('stack-cleared', event => this.tell(`stack${m} cleared ${event.undoStackCleared} ${event.redoStackCleared}`))
      this.managers.push(manager)
    }
  }

  subdocument (random) {
    const all = [...this.doc.subdocs]
    if (all.length === 0) return
    const n = random.below(all.length)
    const name = random.chance(0.6) ? 'load' : 'destroy'
    this.told.push(line('subdoc', this.i, n, name))
    all[n][name]()
  }

  call (random) {
    const m = random.below(this.managers.length)
    const manager = this.managers[m]
    const times = random.between(1, 4)
    for (let n = 0; n < times; n++) {
      const way = random.next()
      const name = way < 0.5 ? 'undo' : way < 0.85 ? 'redo' : way < 0.95 ? 'stop' : 'clear'
      this.told.push(line('call', this.i, m, name))
      if (name === 'undo') manager.undo()
      else if (name === 'redo') manager.redo()
      else if (name === 'stop') manager.stopCapturing()
      else manager.clear()
    }
  }
}

const subdocs = docs => [...docs].map(doc => ` ${doc.guid}:${doc.autoLoad}:${doc.shouldLoad}:${doc.gc}:${plain(doc.meta)}`).join('')

const childrenOf = type => {
  if (type instanceof Y.Map) return [...type.values()]
  if (type instanceof Y.Text) return type.toDelta().map(op => op.insert)
  return type.toArray()
}

const label = origin => origin instanceof Y.UndoManager ? 'manager' : String(origin)

const origin = t => label(t.origin) + ' ' + t.local

const changed = t => ' changed' + [...t.changed].map(([type, subs]) => ` ${id(type)}:` + [...subs].map(sub => sub === null ? '-' : quote(sub)).join()).join('')

const deleted = t => [...t.deleteSet.clients].sort(([a], [b]) => a - b).map(([client, items]) => ` ${client}:` + items.map(item => `${item.clock}+${item.len}`).join()).join('')

/** Types by the ids of their items, roots by name: what they hold is compared elsewhere. */
const id = type => type._item === null ? '@' + Y.findRootTypeKey(type) : `@${type._item.id.client}:${type._item.id.clock}`

const value = v => v instanceof Y.AbstractType ? id(v) : plain(v)

const attributes = op => op.attributes === undefined ? '' : plain(op.attributes)

const delta = event => event.changes.delta.map(op => {
  if (op.insert !== undefined) return '+' + (Array.isArray(op.insert) && !(event.target instanceof Y.Text) ? '[' + op.insert.map(value) + ']' : value(op.insert)) + attributes(op)
  return op.delete !== undefined ? '-' + op.delete : '=' + op.retain + attributes(op)
}).join()
