const named: Readonly<Record<string, string>> = {
  enter: '\r',
  tab: '\t',
  'shift+tab': '\x1b[Z',
  escape: '\x1b',
  space: ' ',
  backspace: '\x7f',
  'ctrl+backspace': '\x17',
  'shift+enter': '\x1b[13;2u',
  'ctrl+space': '\0',
  'ctrl+/': '\x1f',
}

/** Keys that send `CSI <letter>`, or `CSI 1 ; <modifiers> <letter>` with others held. */
const lettered: Readonly<Record<string, string>> = { up: 'A', down: 'B', right: 'C', left: 'D', home: 'H', end: 'F' }
/** Keys that send `CSI <number> ~`. */
const numbered: Readonly<Record<string, number>> = { insert: 2, delete: 3, pageup: 5, pagedown: 6 }
const modifiers: Readonly<Record<string, number>> = { shift: 1, alt: 2, ctrl: 4 }

/** What a terminal sends for a key: `enter`, `ctrl+c`, `alt+up`, ... */
export function keyBytes(name: string): string {
  const known = named[name]
  if (known !== undefined) return known
  const words = name.split('+')
  const key = words.pop() ?? ''
  const held = words.reduce((sum, word) => sum + (modifiers[word] ?? Number.NaN), 0)
  const letter = lettered[key]
  if (letter !== undefined && held >= 0) return held === 0 ? `\x1b[${letter}` : `\x1b[1;${held + 1}${letter}`
  const number = numbered[key]
  if (number !== undefined && held >= 0) return held === 0 ? `\x1b[${number}~` : `\x1b[${number};${held + 1}~`
  if (held === 4 && /^[a-z]$/.test(key)) return String.fromCharCode(key.charCodeAt(0) - 96)
  if (held === 2) return `\x1b${named[key] ?? key}`
  throw new Error(`no key is called ${name}`)
}
