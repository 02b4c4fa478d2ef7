import { explainError } from '../outcome/explain-error.ts'
import type { Palette } from '../render/palette.ts'
import { sanitizeLine } from '../render/sanitize.ts'

/** Whether something works: `warning` costs a feature, `error` keeps runs from working. */
export type CheckLevel = 'ok' | 'warning' | 'error'

/** One thing that was looked at. */
export interface Check {
  readonly name: string
  readonly level: CheckLevel
  /** What was found; never a secret. */
  readonly found: string
  /** What to do, when something is missing. */
  readonly how: string | null
  /** More facts for scripts. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/** A check that a failure turns into an error. */
export async function check(name: string, look: () => Promise<Omit<Check, 'name'>>): Promise<Check> {
  try {
    return { name, ...(await look()) }
  } catch (error) {
    return { name, level: 'error', found: explainError(error).message, how: null }
  }
}

/** A check for a person: a mark, what was found, and below it what to do. */
export function checkLines({ name, level, found, how }: Check, colors: Palette): string {
  const mark = { ok: colors.green('ok'), warning: colors.yellow('warning'), error: colors.red('error') }[level]
  const lines = [`${mark.padEnd(mark.length + 9 - level.length)}${name.padEnd(10)}${sanitizeLine(found)}`]
  return [...lines, ...(how === null ? [] : [`${' '.repeat(19)}${sanitizeLine(how)}`])].join('\n')
}
