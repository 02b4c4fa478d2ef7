import type { Frame } from '../frame/compose-frame.ts'
import { rowsToTop, type TerminalSize } from './frame-top.ts'
import type { Reflow } from './reflow.ts'

/** A size that stays as long as this is the one to draw for, ms: a window that is dragged has many. */
const settledMs = 80

/** What takes part when the terminal gets another size. */
export interface ResizingParts {
  readonly terminal: {
    readonly columns: number
    readonly rows: number
    write(text: string): unknown
    prependListener(event: 'resize', resized: () => void): unknown
    off(event: 'resize', resized: () => void): unknown
  }
  readonly reflow: () => Reflow
  /** The frame on the screen; null while there is none that we drew. */
  readonly drawn: () => Frame | null
  /** Erases a frame with the cursor in its place, and forgets it. */
  readonly erase: () => void
  /** Shows no frame until it is called with false; drawn before it returns. */
  readonly hold: (isHeld: boolean) => void
}

/**
 * Takes the frame away as soon as the size changes, and draws it again when the size stays. Nothing of it is on the
 * screen meanwhile, so nothing can be wrapped, and the cursor stands where it began. Returns the stop.
 */
export function watchResizing({ terminal, reflow, drawn, erase, hold }: ResizingParts): () => void {
  const sizeNow = (): TerminalSize => ({ columns: terminal.columns, rows: terminal.rows })
  let before = sizeNow()
  let settling: NodeJS.Timeout | undefined
  const resized = (): void => {
    const size = sizeNow()
    const frame = drawn()
    if (frame?.cursor) {
      terminal.write(eraseTo(rowsToTop(frame, before, size, reflow())))
      // Who erases the frame goes up by as many rows as the cursor had above it.
      terminal.write('\n'.repeat(Math.min(frame.cursor.y, size.rows - 1)))
      erase()
      hold(true)
    }
    before = size
    clearTimeout(settling)
    settling = setTimeout(() => hold(false), settledMs)
  }
  // Ahead of ink, which would draw at once.
  terminal.prependListener('resize', resized)
  return () => {
    clearTimeout(settling)
    terminal.off('resize', resized)
  }
}

/** Not from the very first cell on: tmux would keep what is erased from there in its history. */
function eraseTo(rows: number): string {
  return `${rows === 0 ? '' : `\u001b[${rows}A`}\r\u001b[2K\u001b[C\u001b[J\r`
}
