// Lines of a table that people read.

const WIDTHS = [14, 12, 8, 8, 8, 8, 8, 8, 10, 8, 8]
const row = cells => cells.map((cell, i) => i === 0 ? cell.padEnd(WIDTHS[0]) : String(cell).padStart(WIDTHS[i])).join('')
const ms = value => Number.isNaN(value) ? '–' : value >= 100 ? value.toFixed(0) : value.toFixed(1)

const mb = value => Number.isNaN(value) ? '–' : `${value.toFixed(0)} MB`

export const head = row(['', 'deliveries/s', 'p50 ms', 'p99 ms', 'ack p50', 'ack p99', 'lost', 'closed', 'presence/s', 'cores', 'behind']) + '  resident'

export const line = (what, f) => row([
  what, f.deliveriesPerSecond.toFixed(0), ms(f.delivery.p50), ms(f.delivery.p99), ms(f.acknowledged.p50), ms(f.acknowledged.p99),
  f.lost, f.problems, f.presenceFramesPerSecond.toFixed(0), Number.isNaN(f.cores) ? '–' : f.cores.toFixed(2), ms(f.behind)
]) + `  ${mb(f.megabytes)}${f.memory ? `  heap ${mb(f.memory.heap)}, direct ${mb(f.memory.direct)}` : ''}`

/** What the honest notice of the others. */
export const ratio = (what, alone, beside) =>
  `  ${what}: deliveries' p99 ${(beside.delivery.p99 / alone.delivery.p99).toFixed(2)} times, acknowledgements' ${(beside.acknowledged.p99 / alone.acknowledged.p99).toFixed(2)} times`
