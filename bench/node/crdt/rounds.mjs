// One case in all engines: they get warm side by side, then take turns, so that what else the machine does meanwhile
// falls on all of them.
import { watch } from '../lib/machine.mjs'

/**
 * What each engine came to, by its name: `{ first, proofs, rounds, memory, failed, absent }`, where a round has `values`,
 * `processor`, and `others`: how many cores were busy with something else meanwhile.
 */
export const rounds = async (engines, count, start) => {
  const running = engines.map(name => ({ name, process: start(name), result: { rounds: [] } }))
  try {
    await Promise.all(running.map(warm))
    for (let i = 0; i < count; i++) {
      for (const one of running) await measure(one)
    }
    for (const one of running) await hold(one)
    return Object.fromEntries(running.map(({ name, process, result }) => [name, process.failure ? { ...result, failed: process.failure } : result]))
  } finally {
    running.forEach(({ process }) => process.close())
  }
}

const warm = async one => {
  const answer = await one.process.ask('warm')
  Object.assign(one.result, answer)
  one.cpu = answer?.cpu
  if (answer?.last) one.result.rounds.push({ values: answer.first, processor: {} })
}

const measure = async one => {
  if (one.result.absent || one.result.last) return
  const watching = watch()
  const answer = await one.process.ask('measure')
  if (answer) one.result.rounds.push({ ...answer, others: watching.others(answer.cpu - one.cpu) })
  one.cpu = answer?.cpu
}

const hold = async one => {
  if (one.result.absent) return
  const answer = await one.process.ask('memory')
  one.result.memory = answer?.memory
}
