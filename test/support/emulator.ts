import headless from '@xterm/headless'

/** Ends what a program draws in one go: a terminal shows nothing of it before (synchronized update). */
const frameEnd = '\u001b[?2026l'
const behindFrames = /(?<=\u001b\[\?2026l)/

export interface EmulatorOptions {
  readonly columns: number
  readonly rows: number
  readonly scrollbackLines: number
  /** Told after each frame. Whoever waited for this one goes on before the next is drawn. */
  readonly drawn: () => void
  /** Takes what the terminal says by itself: where the cursor is, what it can do. */
  readonly answer: (bytes: string) => void
}

/** What is there between two frames. */
interface Shown {
  readonly screen: string
  /** Rows above it. */
  readonly top: number
  readonly cursor: { readonly column: number; readonly row: number }
  readonly raw: string
}

/** The terminal that a person would see a program in: all frames one after the other, none of them half drawn. */
export class Emulator {
  private readonly terminal: headless.Terminal
  private written = ''
  /** The begin of what may be the end of a frame. */
  private rest = ''
  private shown: Shown = { screen: '', top: 0, cursor: { column: 0, row: 0 }, raw: '' }
  private drawing = Promise.resolve()

  constructor(private readonly options: EmulatorOptions) {
    const { columns, rows, scrollbackLines, answer } = options
    this.terminal = new headless.Terminal({ cols: columns, rows, scrollback: scrollbackLines, allowProposedApi: true })
    this.terminal.onData(answer)
  }

  /** Takes what the program wrote, in pieces as they come. */
  write(data: string): void {
    const parts = (this.rest + data).split(behindFrames)
    const last = parts.at(-1) ?? ''
    this.rest = beginOfEnd(last)
    for (const part of [...parts.slice(0, -1), last.slice(0, last.length - this.rest.length)]) this.queue(part)
  }

  /** Resolves when all is drawn. What was left in the middle of a frame is shown then, too. */
  async end(): Promise<void> {
    this.queue(this.rest)
    await this.drawing
    this.look()
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows)
    if (!this.isWithinFrame) this.look()
  }

  /** The visible rows, without blanks at their ends. */
  get screen(): string {
    return this.shown.screen
  }

  /** The rows above them. */
  get scrollback(): string {
    return this.lines(0, this.shown.top)
  }

  get cursor(): Shown['cursor'] {
    return this.shown.cursor
  }

  /** All that was drawn, escape sequences included. */
  get raw(): string {
    return this.shown.raw
  }

  dispose(): void {
    this.terminal.dispose()
  }

  private get isWithinFrame(): boolean {
    return this.terminal.modes.synchronizedOutputMode
  }

  private queue(part: string): void {
    if (part !== '') this.drawing = this.drawing.then(() => this.draw(part))
  }

  private async draw(part: string): Promise<void> {
    await new Promise<void>((resolve) => this.terminal.write(part, resolve))
    this.written += part
    if (this.isWithinFrame) return
    this.look()
    this.options.drawn()
  }

  private look(): void {
    const { baseY: top, cursorX: column, cursorY: row } = this.terminal.buffer.active
    const screen = this.lines(top, top + this.terminal.rows)
    this.shown = { screen, top, cursor: { column, row }, raw: this.written }
  }

  private lines(from: number, to: number): string {
    return Array.from({ length: to - from }, (_, index) =>
      this.terminal.buffer.active.getLine(from + index)?.translateToString(true),
    )
      .join('\n')
      .trimEnd()
  }
}

function beginOfEnd(text: string): string {
  const begins = Array.from({ length: frameEnd.length - 1 }, (_, index) => frameEnd.slice(0, index + 1))
  return begins.findLast((begin) => text.endsWith(begin)) ?? ''
}
