// What the machine did while something was measured, from /proc where there is one.
import fs from 'node:fs'
import os from 'node:os'

/** Seconds of processor time that everything on the machine has used since it started; NaN where it can't be told. */
const busySeconds = () => {
  try {
    const fields = fs.readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/).slice(1).map(Number)
    const [user, nice, system, , , irq, softirq, steal] = fields
    return (user + nice + system + irq + softirq + (steal ?? 0)) / 100
  } catch {
    return NaN
  }
}

/** Watches from now on. `others(own)` is what was used besides `own` seconds, in cores. */
export const watch = () => {
  const busy = busySeconds()
  const began = performance.now()
  return {
    others: own => Math.max(0, (busySeconds() - busy - own) / ((performance.now() - began) / 1000))
  }
}

/** One line that says what it was measured on. */
export const machine = () =>
  `${os.cpus().length} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GB, load ${os.loadavg()[0].toFixed(1)}, Node ${process.versions.node}`
