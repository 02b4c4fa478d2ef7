import type { Input } from '../keys/read-input.ts'
import type { PickerAct } from './picker-state.ts'

/** What a key means in the picker; null for nothing. `page`: rows that PageUp and PageDown go. */
export function pickerKey(input: Input, page: number): MeantAct | 'pick' | 'leave' | null {
  if (input.kind !== 'key') return { type: 'typed', text: input.text }
  const by = moves(page)[input.key]
  if (by !== undefined) return { type: 'moved', by }
  return others[input.key] ?? null
}

/** How many rows there are is known elsewhere. */
type MeantAct = Exclude<PickerAct, { type: 'moved' }> | { readonly type: 'moved'; readonly by: number }

const moves = (page: number): Readonly<Record<string, number>> => ({
  up: -1,
  'ctrl+p': -1,
  down: 1,
  'ctrl+n': 1,
  pageup: -page,
  pagedown: page,
  home: Number.NEGATIVE_INFINITY,
  end: Number.POSITIVE_INFINITY,
})

const others: Readonly<Record<string, MeantAct | 'pick' | 'leave'>> = {
  enter: 'pick',
  escape: 'leave',
  'ctrl+c': 'leave',
  'ctrl+d': 'leave',
  tab: { type: 'widened' },
  backspace: { type: 'erased' },
  delete: { type: 'erased' },
  'ctrl+u': { type: 'cleared' },
}
