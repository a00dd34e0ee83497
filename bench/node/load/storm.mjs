// Joins and leaves without a pause, to the end: a process of its own, told what to do on the command line. Begins at
// once, says so, and says what came of it when all are through; stops before that when its input ends.
//
// Twenty users, on forty sockets that stay for a hundred joins each and are then left with a word, or without one;
// every tenth join is given up before its answer comes, and every twentieth is by y-websocket's protocol.
import { EMPTY_STATE_VECTOR } from './keystroke.mjs'
import { Socket, addressOf } from './socket.mjs'
import { Auth, Reader, Sync, Type, authenticate, leave, sync, tokenOf } from './wire.mjs'

const USERS = 20
const SOCKETS = 40
const JOINS_OF_A_SOCKET = 100
const DOCUMENTS = 500
const PATIENCE_MS = 60_000

/** Of an empty document, in y-websocket's protocol. */
const STATE_VECTOR = Buffer.from([0, 0, 1, 0])

const task = JSON.parse(process.argv[2])
const collab = addressOf(task.url, '/collab')
const tokens = Array.from({ length: USERS }, (_, i) => tokenOf(task.secret, `storm-${i}`))
const counts = {}
const count = what => { counts[what] = (counts[what] ?? 0) + 1 }
let running = true
let begun = 0

const within = (answer, milliseconds) => {
  let timer
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('no answer')), milliseconds) })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

/** The number of the next join; undefined when there are none left. */
const next = () => running && begun < task.size ? begun++ : undefined

/** A document by y-websocket's protocol: open when its first frame comes. */
const plain = async (number, token) => {
  const socket = new Socket(addressOf(task.url, `/yjs/storm-${number % DOCUMENTS}?token=${token}`))
  const first = new Promise((resolve, reject) => {
    socket.onframe = resolve
    socket.onclose = code => reject(new Error(`closed ${code}`))
  })
  first.catch(() => {})
  await within(socket.open, PATIENCE_MS)
  socket.send(STATE_VECTOR)
  await within(first, PATIENCE_MS)
  socket.end()
  count('joined and left')
}

/** A socket and its joins, one after the other. */
const visit = async (first, token) => {
  const socket = new Socket(collab)
  let answered = () => {}
  let failed = () => {}
  socket.onclose = code => failed(new Error(`closed ${code}`))
  socket.onframe = frame => {
    const reader = new Reader(frame)
    const name = reader.text()
    if (reader.number() === Type.auth) answered(name, reader.number() === Auth.authenticated)
  }
  await within(socket.open, PATIENCE_MS)
  for (let i = 0, number = first; number !== undefined; number = ++i < JOINS_OF_A_SOCKET ? next() : undefined) {
    const document = `storm-${number % DOCUMENTS}`
    const answer = new Promise((resolve, reject) => {
      failed = reject
      answered = (name, in_) => name === document && (in_ ? resolve() : reject(new Error('denied')))
    })
    answer.catch(() => {})
    socket.send(authenticate(document, token))
    if (number % 10 === 3) {
      count('given up')
      socket.end()
      return
    }
    await within(answer, PATIENCE_MS)
    if (number % 3 === 0) socket.send(sync(document, Sync.step1, EMPTY_STATE_VECTOR))
    socket.send(leave(document))
    count('joined and left')
  }
  socket.end()
}

const somebody = async i => {
  for (let number = next(); number !== undefined; number = next()) {
    const token = tokens[number % USERS]
    await (number % 20 === 7 ? plain(number, token) : visit(number, tokens[i % USERS])).catch(error => count(error.message))
  }
}

console.log('begun')
process.stdin.resume().on('end', () => { running = false })
const began = performance.now()
await Promise.all(Array.from({ length: SOCKETS }, (_, i) => somebody(i)))
console.log(JSON.stringify({ seconds: Math.round((performance.now() - began) / 100) / 10, ...counts }))
process.exit()
