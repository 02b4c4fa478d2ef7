import { table } from '../render/table.ts'
import { keyActionNames, keyActions } from './keys/key-actions.ts'
import type { Keymap } from './keys/keymap.ts'

/** What each key does, as it is bound now. */
export function keyList(keymap: Keymap): string {
  const rows = keyActionNames.flatMap((action) => {
    const keys = keymap.keys[action]
    return keys.length === 0 ? [] : [[keys.join(', '), keyActions[action].about]]
  })
  return table(rows).trimEnd()
}
