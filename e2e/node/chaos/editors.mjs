// The people at work while processes come and go. Commands come as lines of JSON on standard input,
// each with a number; the answers, on standard output, bear it and come when they are there:
//
//   {"do":"open","documents":6,"sockets":2,"seed":1}   answers the documents' ids
//   {"do":"edit","millis":200}                         everybody edits, each once in 200 to 400 ms
//   {"do":"edit","paces":{"0":200,"3":500}}            those at these documents do, the others stop
//   {"do":"answered","after":1700000000000,"patience":10000}
//        waits until every client that hears of acknowledgements has had one for an edit made after
//        that moment; answers who had to wait how long, null for longer than the patience
//   {"do":"waits"}     how long all edits since the last question waited for their acknowledgement
//   {"do":"longest"}   the longest of these waits of each client since the last question
//   {"do":"saved"}     how many edits were acknowledged
//   {"do":"presence"}  waits until the server tells of everybody's presence
//   {"do":"check"}     reads on in the log and holds all promises against it, while editing goes on
//   {"do":"settle"}    nobody edits; all save what they have, and agree with the server
//   {"do":"verify"}    after settling: whole documents and whole logs
//   {"do":"close"}
import { createInterface } from 'node:readline'
import { seeded } from '../lib/random.mjs'
import { SharedSocket } from './people.mjs'
import { Room } from './room.mjs'

// Who waited longer than this is told of on standard error, to be held beside the processes' logs.
const LONG_MILLIS = 250

let rooms = []
let sockets = []
let waits = []
let longest = new Map()
let saved = 0
const questions = new Set()

const onSaved = (room, kind, made, at) => {
  const who = `${room} ${kind}`
  waits.push(at - made)
  if (at - made > LONG_MILLIS) {
    console.error(`${new Date(made).toISOString()} room ${who} waits ${at - made} ms`)
  }
  longest.set(who, Math.max(longest.get(who) ?? 0, at - made))
  saved++
  for (const question of questions) {
    if (made >= question.after) question.answer(who, at - question.after)
  }
}

const answer = ([who, millis]) => {
  const [room, kind] = who.split(' ')
  return { room: Number(room), kind, millis }
}

const each = work => Promise.all(rooms.map(work))

const answered = ({ after, patience }) => new Promise(resolve => {
  const open = new Set(rooms.flatMap(room => [`${room.number} exact`, `${room.number} hocuspocus`]))
  const answers = []
  const end = () => {
    clearTimeout(timer)
    questions.delete(question)
    open.forEach(who => tell(who, null))
    resolve({ answers })
  }
  const tell = (who, millis) => answers.push(answer([who, millis]))
  const question = {
    after,
    answer (who, millis) {
      if (!open.delete(who)) return
      tell(who, millis)
      if (open.size === 0) end()
    }
  }
  const timer = setTimeout(end, patience)
  questions.add(question)
})

const quantile = (sorted, q) => sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)]

const commands = {
  async open ({ documents, sockets: count, seed }) {
    const random = seeded(seed)
    sockets = Array.from({ length: count }, (_, number) => new SharedSocket(`cleo-${number}`))
    rooms = Array.from({ length: documents }, (_, number) => new Room(number, random, onSaved))
    await each(room => room.open(sockets[room.number % count]))
    return { ids: rooms.map(room => room.id) }
  },
  async edit ({ millis, paces }) {
    for (const room of rooms) {
      if (paces !== undefined) room.stopEditing()
      const pace = paces === undefined ? millis : paces[room.number]
      if (pace !== undefined) room.startEditing(pace)
    }
  },
  answered,
  async waits () {
    const sorted = waits.sort((a, b) => a - b)
    waits = []
    return { count: sorted.length, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: sorted.at(-1) ?? null }
  },
  async longest () {
    const answers = [...longest].map(answer)
    longest = new Map()
    return { answers }
  },
  async saved () {},
  presence: () => each(room => room.untilPresent()),
  check: () => each(room => room.check()),
  settle: () => each(room => room.settle()),
  verify: () => each(room => room.verify()),
  async close () {
    rooms.forEach(room => room.leave())
    sockets.forEach(socket => socket.leave())
  }
}

const totals = () => ({ saved, revisions: rooms.reduce((sum, room) => sum + room.items.length, 0) })

const obey = async command => {
  try {
    const answer = await commands[command.do](command)
    console.log(JSON.stringify({ number: command.number, done: command.do, ...totals(), ...(Array.isArray(answer) ? {} : answer) }))
  } catch (error) {
    console.log(JSON.stringify({ number: command.number, failed: command.do, error: error.stack }))
  }
  if (command.do === 'close') process.exit(0)
}

for await (const line of createInterface({ input: process.stdin })) obey(JSON.parse(line))
process.exit(0) // whoever gave the commands is gone
