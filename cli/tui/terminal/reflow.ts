/**
 * What a terminal does with lines that are too long for a new width: it cuts them off, wraps them and keeps the cursor at
 * its text, or wraps all but the line of the cursor and moves the cursor by all rows that this made, above it or below.
 */
export type Reflow = 'cuts' | 'keeps-cursor' | 'moves-cursor'

/** Asks what terminal this is (DA2). */
const question = '\u001b[>c'

/** xterm.js, which VS Code and many pages have, answers with this and nobody else does. */
const xtermJs = '\u001b[>0;276;0c'

/** Longest answer that is put together from pieces, characters. */
const answerLimit = 64

/** Learns how the terminal wraps. Until it has answered, it keeps its cursor. */
export class ReflowKind {
  private tail = ''
  private isXtermJs = false

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** What to write to the terminal. */
  readonly question = question

  /** All that comes from the terminal. */
  hear(bytes: Buffer): void {
    if (this.isXtermJs) return
    const text = this.tail + bytes.toString('latin1')
    this.isXtermJs = text.includes(xtermJs)
    this.tail = text.slice(-answerLimit)
  }

  get value(): Reflow {
    if (this.isXtermJs) return 'moves-cursor'
    return this.env['XTERM_VERSION'] !== undefined && this.env['TMUX'] === undefined ? 'cuts' : 'keeps-cursor'
  }
}
