import { nearest } from '../../../core/values/nearest.ts'

/** The modifiers of a key. */
export interface Modifiers {
  readonly ctrl: boolean
  readonly alt: boolean
  readonly shift: boolean
  readonly super: boolean
}

const modifierNames: Readonly<Record<string, keyof Modifiers>> = {
  ctrl: 'ctrl',
  control: 'ctrl',
  alt: 'alt',
  option: 'alt',
  meta: 'alt',
  shift: 'shift',
  super: 'super',
  cmd: 'super',
}

const keyNames: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['enter', 'escape', 'tab', 'space', 'backspace', 'delete', 'up', 'down', 'left', 'right', 'home', 'end'].map(
      (name) => [name, name],
    ),
  ),
  return: 'enter',
  esc: 'escape',
  del: 'delete',
  pageup: 'pageup',
  pagedown: 'pagedown',
}

/** What a terminal sends alike. */
const twins: Readonly<Record<string, string>> = {
  'ctrl+i': 'tab',
  'ctrl+m': 'enter',
  'ctrl+[': 'escape',
  'ctrl+h': 'backspace',
}

/** A key as a text that is the same for the same key, as in `ctrl+shift+z`. */
export function canonicalKey(name: string, modifiers: Modifiers): string {
  // Shift is part of a character: `?`, not shift+/.
  const lower = name.length === 1 ? name.toLowerCase() : name
  const isLetter = lower !== lower.toUpperCase() && [...lower].length === 1
  const isNamed = Object.hasOwn(keyNames, name)
  const shift = isNamed ? modifiers.shift : isLetter && (modifiers.shift || lower !== name)
  const words = [modifiers.ctrl && 'ctrl', modifiers.alt && 'alt', shift && 'shift', modifiers.super && 'super', lower]
  return words.filter((word) => word !== false).join('+')
}

/** Reads a key as people write it; a mistake is told in words that go behind "is". */
export function parseKeyName(text: string): { readonly key: string } | { readonly mistake: string } {
  const modifiers = { ctrl: false, alt: false, shift: false, super: false }
  let rest = text.trim()
  for (let match = /^([^+]+)\+(?=.)/.exec(rest); match; match = /^([^+]+)\+(?=.)/.exec(rest)) {
    const word = match[1]?.toLowerCase() ?? ''
    const modifier = modifierNames[word]
    if (!modifier) return { mistake: `"${text}", but "${word}" is no modifier; there are ctrl, alt, shift and super` }
    modifiers[modifier] = true
    rest = rest.slice(match[0].length)
  }
  // `Ctrl+S` is how keys are printed; shift is said where it is meant.
  const character = rest === text.trim() ? rest : rest.toLowerCase()
  const name = [...rest].length === 1 ? character : keyNames[rest.toLowerCase()]
  if (name === undefined) return { mistake: unknownKey(text, rest) }
  const key = canonicalKey(name, modifiers)
  const twin = twins[key]
  return twin ? { mistake: `"${text}", which a terminal sends for ${twin}; write ${twin}` } : { key }
}

/** Whether a key is a character that people type. */
export function isTyped(key: string): boolean {
  return [...key.replace(/^shift\+/, '')].length === 1 || key === 'space' || key === 'shift+space'
}

function unknownKey(text: string, name: string): string {
  if (/^f\d+$/i.test(name)) return `"${text}"; function keys cannot be bound`
  const meant = nearest(name, Object.keys(keyNames))
  const known = 'a character, or enter, tab, escape, space, backspace, delete, an arrow, home, end, pageup, pagedown'
  return `"${text}", but there is no key "${name}"; ${meant ? `did you mean ${meant}?` : `a key is ${known}`}`
}
