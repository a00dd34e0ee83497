// Waiting for what another process does.
export const until = async (what, holds, milliseconds = 15_000) => {
  const deadline = performance.now() + milliseconds
  for (;;) {
    const value = await holds()
    if (value) return value
    if (performance.now() > deadline) throw new Error(`not within ${milliseconds} ms: ${typeof what === 'function' ? what() : what}`)
    await pause(5)
  }
}

export const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))
