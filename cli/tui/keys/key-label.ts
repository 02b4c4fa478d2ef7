import type { KeyAction } from './key-actions.ts'
import type { Keymap } from './keymap.ts'

/** What a person presses for an action, as `Ctrl+C`; null when nothing is bound to it. */
export type KeyOf = (action: KeyAction) => string | null

/** Names the keys that are bound, the first of each action. */
export function keysOf({ keys }: Pick<Keymap, 'keys'>): KeyOf {
  return (action) => {
    const [key] = keys[action]
    return key === undefined ? null : keyLabel(key)
  }
}

/** `ctrl+shift+z` as `Ctrl+Shift+Z`, `escape` as `Esc`. */
export function keyLabel(key: string): string {
  // The last one may be a plus itself.
  const [modifiers = ''] = /^(?:(?:ctrl|alt|shift|super)\+)*/.exec(key) ?? []
  const name = key.slice(modifiers.length)
  const label = name === 'escape' ? 'Esc' : modifiers === '' && [...name].length === 1 ? name : capital(name)
  return modifiers.replace(/\w+/g, capital) + label
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
