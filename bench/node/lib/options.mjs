// Reads command lines: `--name value`, `--name=value`, and bare `--name` where the default is false.
export const options = (args, defaults) => {
  const chosen = { ...defaults }
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i].replace(/^--/, '').split(/=(.*)/s)
    if (!args[i].startsWith('--') || !(name in defaults)) throw new Error(`unknown option ${args[i]}; there are ${Object.keys(defaults).map(key => '--' + key).join(', ')}`)
    if (defaults[name] === false) {
      chosen[name] = true
      continue
    }
    const value = inline ?? args[++i]
    if (value === undefined) throw new Error(`--${name} needs a value`)
    chosen[name] = typeof defaults[name] === 'number' ? Number(value) : value
    if (Number.isNaN(chosen[name])) throw new Error(`--${name} needs a number`)
  }
  return chosen
}
