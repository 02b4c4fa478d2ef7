import type { Theme } from './theme.ts'

/** How the conversation is written down. */
export interface PaperStyle {
  readonly theme: Theme
  /** Columns of the terminal. */
  readonly width: number
  /** What shows the whole of what is shortened; null when no key does. */
  readonly expandKey: string | null
  /** Whether thoughts are written in full. */
  readonly unfoldsThinking: boolean
}
