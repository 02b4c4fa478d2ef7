import type { Activity } from '../../chat/audience.ts'
import type { StatusFacts } from '../../chat/status.ts'
import type { KeyOf } from '../keys/key-label.ts'
import type { Paper } from '../paper.ts'
import type { Theme } from '../theme.ts'
import type { Waiting } from './queue-rows.ts'

/** The input box as it is drawn: rows that fit behind its mark. */
export interface InputView {
  /** Safe text, none wider than the screen less the mark. */
  readonly rows: readonly string[]
  readonly cursor: { readonly x: number; readonly y: number }
  /** Before the first row, two columns. */
  readonly mark: string
  /** Shown while there is nothing in it, in wordings for narrower and narrower terminals. */
  readonly placeholders: readonly string[]
  readonly isEmpty: boolean
}

/** All that the live region shows. */
export interface FrameParts {
  readonly columns: number
  readonly rows: number
  /** Wall clock, ms. */
  readonly now: number
  readonly theme: Theme
  readonly paper: Pick<Paper, 'answerTail' | 'thought' | 'calls'>
  readonly activity: Activity
  readonly waiting: readonly Waiting[]
  /** Lines of a menu or a question, below the input. */
  readonly menu: readonly string[]
  readonly input: InputView
  readonly status: StatusFacts
  /** For hints. */
  readonly keyOf: KeyOf
}
