// Reads command lines: `--name value`, `--name=value`, and bare `--name` where the default is false.

/** Says what is wrong with the command line, and ends. */
export const refuse = reason => {
  console.error(reason)
  process.exit(2)
}

export const options = (args, defaults) => {
  const chosen = { ...defaults }
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i].replace(/^--/, '').split(/=(.*)/s)
    if (!args[i].startsWith('--') || !(name in defaults)) refuse(`unknown option ${args[i]}; there are ${Object.keys(defaults).map(key => '--' + key).join(', ')}; --help tells of them`)
    if (defaults[name] === false) {
      chosen[name] = true
      continue
    }
    const value = inline ?? args[++i]
    if (value === undefined) refuse(`--${name} needs a value`)
    chosen[name] = typeof defaults[name] === 'number' ? Number(value) : value
    if (Number.isNaN(chosen[name])) refuse(`--${name} needs a number`)
  }
  return chosen
}
