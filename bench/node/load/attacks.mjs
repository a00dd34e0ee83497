// What misbehaving clients do, each until it is told to stop. `report` counts what came of it.
import { randomBytes } from 'node:crypto'
import net from 'node:net'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { EMPTY_STATE_VECTOR, NOTHING, keystroke } from './keystroke.mjs'
import { Opcode, Socket, masked } from './socket.mjs'
import { Auth, Reader, Sync, Type, Writer, authenticate, caret, leave, sync, tokenOf } from './wire.mjs'

const MEGABYTE = 1 << 20
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))

/** Keeps `size` of something going: whatever ends is made anew, with a breath in between. */
const keep = async (size, running, make, breath = 50) => {
  await Promise.all(Array.from({ length: size }, async () => {
    while (running()) {
      await make().catch(() => {})
      await pause(breath)
    }
  }))
}

const ended = socket => new Promise(resolve => { socket.onclose = resolve; if (socket.closed) resolve() })

/** Resolves when the server has let the socket into the document. */
const joined = async (at, document, user) => {
  const socket = new Socket(at.collab)
  await socket.open
  const answer = new Promise((resolve, reject) => {
    socket.onclose = code => reject(new Error(`closed with ${code}`))
    socket.onframe = frame => {
      const reader = new Reader(frame)
      reader.blob()
      if (reader.number() === Type.auth && reader.number() === Auth.authenticated) resolve()
    }
  })
  socket.send(authenticate(document, tokenOf(at.secret, user)))
  await answer
  return socket
}

/** 10,000 sockets that say nothing: as many as the server holds, made again when it ends them. */
const strangers = (at, running, report) => keep(at.size ?? 10_000, running, async () => {
  const socket = new Socket(at.collab)
  await socket.open.then(() => report('open'), error => { report('refused'); throw error })
  report(`closed ${await ended(socket)}`)
}, 1000)

/** 100,000 joins and leaves: documents are opened and left again on sockets that stay. */
const joins = async (at, running, report) => {
  const target = at.size ?? 100_000
  let done = 0
  await keep(20, () => running() && done < target, async () => {
    const socket = await joined(at, `churn-${randomBytes(4).toString('hex')}`, 'churn')
    const gone = ended(socket)
    let open = true
    gone.then(code => { open = false; report(`closed ${code}`) })
    const token = tokenOf(at.secret, 'churn')
    const waiting = []
    socket.onframe = frame => {
      const reader = new Reader(frame)
      const name = reader.text()
      if (reader.number() === Type.auth) {
        socket.send(leave(name))
        report('joined and left')
        done++
        waiting.shift()?.()
      }
    }
    while (open && running() && done < target) {
      const answered = new Promise(resolve => waiting.push(resolve))
      socket.send(authenticate(`churn-${done % 500}`, token))
      await Promise.race([answered, gone])
    }
    socket.end()
  })
  while (running()) await pause(100)
}

/** Clients in a document that is written to without end, who never read what they are sent. */
const slow = async (at, running, report) => {
  const document = `slow-${randomBytes(4).toString('hex')}`
  const writer = await joined(at, document, 'slow')
  const id = randomBytes(4).readUInt32BE()
  const chunk = 'x'.repeat(20_000)
  let clock = 0
  const readers = keep(at.size ?? 200, running, async () => {
    const socket = await joined(at, document, 'slow')
    socket.send(sync(document, Sync.step1, EMPTY_STATE_VECTOR))
    socket.tcp.pause()
    report('stopped reading')
    // Paused, it does not notice that it was closed: it looks again after a while.
    await pause(15_000)
    socket.end()
  })
  while (running() && !writer.closed) {
    writer.send(caret(document, id, ++clock, { filler: chunk }))
    writer.send(sync(document, Sync.update, keystroke(id, clock - 1)))
    await pause(20)
  }
  writer.end()
  await readers
}

/** The control: uses as much of the processors as an attack did (`cores`), and never reaches the server. */
const burn = async (at, running, report) => {
  const every = 5
  while (running()) {
    const begun = performance.now()
    const end = begun + every * Math.min(1, at.cores)
    while (performance.now() < end);
    report('slices')
    await pause(Math.max(0, begun + every - performance.now()))
  }
}

/** Edits as fast as the connection takes them. */
const flood = (at, running, report) => keep(at.size ?? 50, running, async () => {
  const document = `flood-${randomBytes(4).toString('hex')}`
  const socket = await joined(at, document, 'flood')
  const gone = ended(socket)
  const id = randomBytes(4).readUInt32BE()
  let clock = 0
  while (running() && !socket.closed) {
    const batch = Array.from({ length: 100 }, () => masked(Opcode.binary, sync(document, Sync.update, keystroke(id, clock++))))
    report('edits', 100)
    if (!socket.tcp.write(Buffer.concat(batch))) await Promise.race([new Promise(resolve => socket.tcp.once('drain', resolve)), gone, pause(1000)])
    else await pause(0)
  }
  if (socket.closed) report(`closed ${await gone}`)
  socket.end()
})

/** Requests and upgrades whose headers come a byte a second. */
const slowloris = (at, running, report) => keep(at.size ?? 2_000, running, async () => {
  const tcp = net.connect({ host: at.collab.host, port: at.collab.port })
  const gone = new Promise(resolve => tcp.on('close', resolve))
  tcp.on('error', () => {}) // A close follows.
  const text = Math.random() < 0.5
    ? 'GET /api/v1/documents HTTP/1.1\r\nHost: here\r\nX-Slow: '
    : 'GET /collab HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nX-Slow: '
  tcp.write(text)
  report('connections')
  let open = true
  gone.then(() => { open = false; report('closed') })
  while (running() && open) {
    tcp.write('x')
    await Promise.race([gone, pause(1000)])
  }
  tcp.destroy()
}, 500)

/** Compressed frames that nobody negotiated, and compressed HTTP bodies, a thousand times as large inside. */
const bombs = async (at, running, report) => {
  const inside = Buffer.alloc(64 * MEGABYTE)
  const frame = masked(Opcode.binary, deflateRawSync(inside), { reserved: 0x40 })
  const body = gzipSync(inside)
  await keep(at.size ?? 50, running, async () => {
    const socket = new Socket(at.collab, { extensions: 'permessage-deflate; client_max_window_bits' })
    await socket.open
    const gone = ended(socket)
    socket.tcp.write(frame)
    await Promise.race([gone, pause(5_000)])
    report(socket.closed ? 'frames refused' : 'frames taken')
    socket.end()
    const response = await fetch(`http://${at.collab.host}:${at.collab.port}/api/v1/auth/login`, {
      method: 'POST', body, headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' }
    })
    report(`bodies ${response.status}`)
    await response.arrayBuffer()
  })
}

/** Random and truncated frames, by strangers and by people with a right to be there. */
const garbage = (at, running, report) => keep(at.size ?? 50, running, async () => {
  const document = `garbage-${randomBytes(4).toString('hex')}`
  const socket = Math.random() < 0.5 ? await joined(at, document, 'garbage') : await new Socket(at.collab).open
  const gone = ended(socket)
  const good = sync(document, Sync.step2, NOTHING)
  const frame = Math.random() < 0.5 ? randomBytes(1 + Math.floor(Math.random() * 4096)) : good.subarray(0, Math.floor(Math.random() * good.length))
  socket.send(frame)
  report('frames')
  await Promise.race([gone, pause(2_000)])
  if (socket.closed) report(`closed ${await gone}`)
  socket.end()
}, 5)

/** Frames of 16 MB, from people and from strangers, who may send 64 KB. */
const large = (at, running, report) => keep(at.size ?? 10, running, async () => {
  const stranger = Math.random() < 0.5
  const document = `large-${randomBytes(4).toString('hex')}`
  const socket = stranger ? await new Socket(at.collab).open : await joined(at, document, 'large')
  const gone = ended(socket)
  socket.tcp.write(masked(Opcode.binary, sync(document, Sync.update, randomBytes(15 * MEGABYTE))))
  await Promise.race([gone, pause(10_000)])
  report(`${stranger ? 'strangers' : 'members'} ${socket.closed ? `closed ${await gone}` : 'answered'}`)
  socket.end()
}, 100)

/** One string of 15 MB. */
const string = client => new Writer().number(1).number(1).number(client).number(0)
  .byte(4).number(1).text('text').blob(Buffer.alloc(15 * MEGABYTE, 'x')).number(0).done()

/** Paragraphs of one text each, 15 MB of them: three items a paragraph. */
const paragraphs = client => {
  const [characters, count] = [200, 68_000]
  const words = Buffer.alloc(characters, 'words and ')
  const update = new Writer().number(1).number(3 * count).number(client).number(0)
  for (let i = 0, clock = 0; i < count; i++, clock += 2 + characters) {
    if (i === 0) update.byte(7).number(1).text('default')
    else update.byte(0x87).number(client).number(clock - 2 - characters)
    update.number(3).text('paragraph')
    update.byte(7).number(0).number(client).number(clock).number(6)
    update.byte(4).number(0).number(client).number(clock + 1).blob(words)
  }
  return update.number(0).done()
}

/** Pastes that are valid and as long as may be, each into a document of its own; one person at a time. */
const paste = (at, running, report) => keep(at.size ?? 1, running, async () => {
  const document = `paste-${randomBytes(4).toString('hex')}`
  const kind = Math.random() < 0.5 ? string : paragraphs
  const socket = await joined(at, document, 'paste')
  const gone = ended(socket)
  const answered = new Promise(resolve => {
    socket.onframe = frame => {
      const reader = new Reader(frame)
      reader.blob()
      if (reader.number() === Type.syncStatus) resolve(reader.number() === 1 ? 'taken' : 'refused')
    }
  })
  socket.tcp.write(masked(Opcode.binary, sync(document, Sync.update, kind(randomBytes(4).readUInt32BE()))))
  report(`${kind.name} ${await Promise.race([answered, gone.then(code => `closed ${code}`), pause(30_000).then(() => 'not answered')])}`)
  socket.end()
}, 100)

export const ATTACKS = { strangers, joins, slow, flood, slowloris, bombs, garbage, large, paste }

/** What an attack is held against. */
export const CONTROL = 'burn'
export const ALL = { ...ATTACKS, [CONTROL]: burn }
