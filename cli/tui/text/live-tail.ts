import { sanitizeLine } from '../../render/sanitize.ts'
import { expandTabs } from './break-line.ts'
import { clipToWidth } from './clip.ts'

const bounds = { lines: 200, line: 1024, chunk: 262_144, held: 64 }

const sequence = /^\u001b\[[0-?]*[ -/]*[@-~]/
const beginning = /^\u001b(?:\[[0-?]*[ -/]*)?$/

/**
 * The last lines of a command's output while it runs. Carriage returns, backspaces and the erasing of
 * a line work on these lines as progress bars want it; colours and cursor movements are left out; any
 * other sequence is shown. Takes a bounded amount of memory, whatever comes.
 */
export class LiveTail {
  private readonly finished: string[] = []
  /** Lines that ended so far, those that were let go included. */
  private count = 0
  private line: string[] = []
  private column = 0
  private held = ''

  /** Takes a piece of output, split anywhere. */
  push(chunk: string): void {
    const text = this.held + this.newest(chunk)
    this.held = ''
    for (let at = 0; at < text.length;) at += this.step(text, at)
  }

  /** The last lines, each at most `width` columns. */
  lines(maxRows: number, width: number): readonly string[] {
    if (maxRows <= 0) return []
    const all = this.line.length === 0 ? this.finished : [...this.finished, this.line.join('')]
    return all.slice(-maxRows).map((line) => clipToWidth(shown(line), Math.max(1, width)))
  }

  /** How many lines there were in all. */
  get total(): number {
    return this.count + (this.line.length === 0 ? 0 : 1)
  }

  /** A huge piece is known by its end. */
  private newest(chunk: string): string {
    if (chunk.length <= bounds.chunk) return chunk
    const skipped = chunk.slice(0, -bounds.chunk)
    this.count += skipped.split('\n').length - 1
    this.line = []
    this.column = 0
    this.held = ''
    return chunk.slice(-bounds.chunk)
  }

  /** Takes what stands at a place. @returns how many units that was */
  private step(text: string, at: number): number {
    const char = text[at] ?? ''
    if (char === '\u001b') return this.escape(text, at)
    const last = text.charCodeAt(at)
    if (last >= 0xd800 && last <= 0xdbff) {
      if (at + 1 === text.length) this.held = char
      else return this.write(text.slice(at, at + 2))
      return 1
    }
    if (char === '\n') this.endLine()
    else if (char === '\r') this.column = 0
    else if (char === '\b') this.column = Math.max(0, this.column - 1)
    else this.write(char)
    return 1
  }

  private escape(text: string, at: number): number {
    const rest = text.slice(at, at + bounds.held)
    const [found] = sequence.exec(rest) ?? []
    if (found !== undefined) {
      if (found.endsWith('K')) this.erase(found)
      return found.length
    }
    if (rest.length < bounds.held && beginning.test(rest)) {
      this.held = rest
      return rest.length
    }
    return this.write('\u001b')
  }

  private write(char: string): number {
    // Beyond the bound nothing is kept, and nothing is seen.
    if (this.column < bounds.line) this.line[this.column] = char
    this.column = Math.min(bounds.line, this.column + 1)
    return char.length
  }

  /** `K` erases to the end, `1K` to the beginning, `2K` both. */
  private erase(found: string): void {
    const how = found.slice(2, -1)
    if (how !== '1') this.line.length = Math.min(this.line.length, this.column)
    if (how !== '' && how !== '0') this.line.fill(' ', 0, this.column)
  }

  private endLine(): void {
    this.finished.push(this.line.join(''))
    if (this.finished.length > bounds.lines) this.finished.shift()
    this.count += 1
    this.line = []
    this.column = 0
  }
}

/** White space keeps its place in what is safe to show. */
function shown(line: string): string {
  const margin = /^[ \t]*/.exec(line)?.[0] ?? ''
  return expandTabs(margin, 8) + sanitizeLine(expandTabs(line.slice(margin.length), 8))
}
