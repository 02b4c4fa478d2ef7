import type { Theme } from './theme.ts'

/** How the conversation is written down. */
export interface PaperStyle {
  readonly theme: Theme
  /** Columns of the terminal. */
  readonly width: number
  /** Whether thoughts are written in full. */
  readonly unfoldsThinking: boolean
}
