import { plural } from '../../render/quantities.ts'
import type { PickerState } from './picker-state.ts'

/** What the list of sessions is of. */
export interface Listed {
  /** That fit. */
  readonly count: number
  /** That there are, whatever is searched and wherever they are. */
  readonly total: number
  /** Whether one more is open already, and left out. */
  readonly leavesOut: boolean
}

/** What stands where no session does. */
export function nothingWords({ query, all }: PickerState, { total, leavesOut }: Listed): string {
  if (total === 0) return leavesOut ? 'there is no other session' : 'no sessions yet'
  const none = query.trim() === '' ? 'none of this directory' : 'nothing fits'
  return all ? none : `${none}; Tab searches all directories`
}

/** The line below, in wordings for narrower and narrower terminals. */
export function pickerHints({ all }: PickerState, { count, leavesOut }: Listed): readonly string[] {
  const many = leavesOut ? plural(count, 'other') : String(count)
  const keys = `Enter picks · Tab ${all ? 'this directory' : 'all directories'} · Esc leaves`
  return [
    `${many} ${all ? 'in all directories' : 'of this directory'} · ${keys}`,
    `${many} · ${keys}`,
    `${many} · Tab ${all ? 'here' : 'all'} · Esc leaves`,
    'Esc leaves',
  ]
}
