import { clip } from './table.ts'
import { forPeople } from './wrap-words.ts'

/** What the screen needs of a stream. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/**
 * The answer on stdout, everything else on stderr. When both are the same terminal their lines do
 * not run into each other, and a status line lives below them.
 */
export class Screen {
  private answerOpen = false
  private shown = ''

  constructor(
    private readonly stdout: Output,
    private readonly stderr: Output,
  ) {}

  /** Whether a person watches the answer as it streams. */
  get isLive(): boolean {
    return this.stdout.isTTY === true
  }

  /** Columns of the terminal that notes go to; 80 when unknown. */
  get width(): number {
    return this.stderr.columns ?? 80
  }

  /** Writes a part of the answer. */
  answer(text: string): void {
    if (text === '') return
    this.status('')
    this.stdout.write(text)
    this.answerOpen = !text.endsWith('\n')
  }

  /** Ends the answer's line, when it is open. */
  endAnswer(): void {
    if (this.answerOpen) this.answer('\n')
  }

  /** Writes whole lines about the work. */
  note(lines: string): void {
    this.status('')
    if (this.answerOpen && this.isLive && this.stderr.isTTY === true) this.endAnswer()
    this.stderr.write(lines.endsWith('\n') ? lines : `${lines}\n`)
  }

  /** The same for sentences. */
  say(lines: string): void {
    this.note(forPeople(lines, this.stderr))
  }

  /** Shows what goes on now, on a terminal; the next output replaces it. */
  status(text: string): void {
    if (this.stderr.isTTY !== true || (text !== '' && this.answerOpen)) return
    const line = clip(text, this.width - 1)
    if (line === this.shown) return
    this.stderr.write(`\r\u001b[K${line}`)
    this.shown = line
  }
}
