import { keyActionNames, keyActions, type KeyAction, type When } from './key-actions.ts'

/** Keys by action where the config file says so; an empty list removes them. */
export type KeyOverrides = Readonly<Partial<Record<KeyAction, readonly string[]>>>

/** Which action a key means, and when. */
export interface Keymap {
  readonly keys: Readonly<Record<KeyAction, readonly string[]>>
  readonly byKey: ReadonlyMap<string, KeyAction>
  /** What a person should know: actions that lost their last key to another. */
  readonly notes: readonly string[]
}

/** What is going on when a key is pressed. */
export interface KeyContext {
  readonly searching: boolean
  readonly choosing: boolean
  readonly empty: boolean
  readonly running: boolean
}

/** The keys with what the config file changes. A key that is given away is taken from whoever had it by default. */
export function makeKeymap(overrides: KeyOverrides): Keymap {
  const byKey = new Map<string, KeyAction>()
  const notes: string[] = []
  const given = keyActionNames.filter((action) => overrides[action])
  const takers = (key: string, mode: string): readonly KeyAction[] =>
    given.filter((action) => modeOf(action) === mode && overrides[action]?.includes(key))
  const keys = Object.fromEntries(
    keyActionNames.map((action) => {
      const own = overrides[action]
      const { keys, when } = keyActions[action]
      const kept = own ?? keys.filter((key) => takers(key, modeOf(action)).length === 0)
      for (const key of kept) byKey.set(`${when} ${key}`, action)
      if (!own && kept.length === 0) notes.push(`${action} has no key: ${keys.join(', ')} is given to another action`)
      return [action, kept]
    }),
  ) as Record<KeyAction, readonly string[]>
  return { keys, byKey, notes }
}

/** The action of a key, or of a character that is typed; null when it means nothing here. */
export function actionOf(keymap: Keymap, key: string, context: KeyContext): KeyAction | null {
  for (const when of applicable(context)) {
    const action = keymap.byKey.get(`${when} ${key}`)
    if (action) return action
  }
  return null
}

function applicable({ searching, choosing, empty, running }: KeyContext): readonly When[] {
  const modes: When[] = searching ? ['searching'] : choosing ? ['choosing'] : []
  return [...modes, ...(empty ? ['empty' as const] : []), running ? 'running' : 'idle', 'always']
}

/** Searching and choosing have keys of their own; all else shares them. */
function modeOf(action: KeyAction): string {
  const { when } = keyActions[action]
  return when === 'searching' || when === 'choosing' ? when : 'writing'
}
