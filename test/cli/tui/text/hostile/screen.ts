import headless from '@xterm/headless'

export interface ScreenReport {
  /** Rows of the two markers. */
  readonly markers: readonly number[]
  readonly cursor: readonly [column: number, row: number]
  readonly titles: readonly string[]
  readonly answers: readonly string[]
  readonly bells: number
  readonly modes: string
  readonly buffer: string
}

/** Shows lines between two markers on a terminal, and tells what became of it. */
export async function showOnScreen(lines: readonly string[], cols: number): Promise<ScreenReport> {
  const terminal = new headless.Terminal({ cols, rows: 24, scrollback: 2000, allowProposedApi: true })
  const titles: string[] = []
  const answers: string[] = []
  let bells = 0
  terminal.onTitleChange((title) => titles.push(title))
  terminal.onData((data) => answers.push(data))
  terminal.onBinary((data) => answers.push(data))
  terminal.onBell(() => (bells += 1))
  await new Promise<void>((resolve) => {
    terminal.write(['<first>', ...lines, '<last>'].map((line) => `${line}\r\n`).join(''), resolve)
  })
  const buffer = terminal.buffer.active
  const markers: number[] = []
  for (let row = 0; row < buffer.length; row += 1) {
    if (/^<(?:first|last)>$/.test(buffer.getLine(row)?.translateToString(true) ?? '')) markers.push(row)
  }
  const report: ScreenReport = {
    markers,
    cursor: [buffer.cursorX, buffer.baseY + buffer.cursorY],
    titles,
    answers,
    bells,
    modes: JSON.stringify(terminal.modes),
    buffer: buffer.type,
  }
  terminal.dispose()
  return report
}
