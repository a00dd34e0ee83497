// What is to be reached, by case and figure: how many times better than another engine, or at most how much.
// Every figure is the smaller the better; "times better" is the other's divided by Quire's.

const goals = {
  'apply time': { times: { yjs: 3, ywasm: 2 } },
  'load time': { times: { yjs: 3 } },
  'encode time': { times: { yjs: 1, ywasm: 1 } },
  'memory memory': { times: { yjs: 3 } },
  'merge-all time': { below: 500 },
  'diff time': { times: { yjs: 3 } },
  'lazy-memory perByte': { below: 1.2 }
}

/** The goal of a figure, or undefined. */
export const goalOf = (name, metric) => goals[`${name} ${metric}`] ?? (/^B\d/.test(name) && metric === 'time' ? { times: { yjs: 1 } } : undefined)

/** As many of the suite's cases as "most" means are to be this much faster than yjs. */
export const MOST = { share: 0.5, times: 2 }

export const describe = goal => goal === undefined
  ? ''
  : goal.below !== undefined
    ? `< ${goal.below}`
    : Object.entries(goal.times).map(([engine, times]) => `${times}× ${engine}`).join(', ')

/** Whether figures reach a goal; undefined where something to compare with is missing. */
export const reaches = (goal, figures) => {
  if (goal.below !== undefined) return Number.isFinite(figures.quire) ? figures.quire < goal.below : undefined
  const ratios = Object.entries(goal.times).map(([engine, times]) => figures[engine] / figures.quire / times)
  return ratios.some(Number.isNaN) ? undefined : ratios.every(ratio => ratio >= 1)
}
