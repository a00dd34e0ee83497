// Medians, and figures as people read them.
export const median = values => {
  const sorted = values.filter(value => Number.isFinite(value)).sort((a, b) => a - b)
  if (sorted.length === 0) return NaN
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const digits = value => value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3

export const milliseconds = value => Number.isFinite(value) ? `${value.toLocaleString('en', { minimumFractionDigits: digits(value), maximumFractionDigits: digits(value) })} ms` : '–'

export const bytes = value => {
  if (!Number.isFinite(value)) return '–'
  if (value < 0) return '~0 B'
  if (value < 10_000) return `${Math.round(value)} B`
  return value < 1_000_000 ? `${(value / 1000).toFixed(1)} kB` : `${(value / 1_000_000).toFixed(2)} MB`
}

export const ratio = value => Number.isFinite(value) && value > 0 ? `${value >= 100 ? Math.round(value) : value.toFixed(value >= 10 ? 1 : 2)}×` : '–'

/** A markdown table that is printed row by row: columns are `[title, width]`, the first `left` of them text. */
export const columns = (widths, left) => {
  const row = cells => '| ' + cells.map((cell, i) => i < left ? cell.padEnd(widths[i][1]) : cell.padStart(widths[i][1])).join(' | ') + ' |'
  const rule = '| ' + widths.map(([, width], i) => i < left ? '-'.repeat(width) : '-'.repeat(width - 1) + ':').join(' | ') + ' |'
  return { head: row(widths.map(([title]) => title)) + '\n' + rule, row }
}
