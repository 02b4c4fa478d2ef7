import type { OpId } from '../../core/values/ids.ts'
import type { Audience } from '../chat/audience.ts'
import { note, type Block } from '../chat/block.ts'
import { LiveTail } from './text/live-tail.ts'
import { MarkdownStream } from './text/markdown-stream.ts'
import type { PaperStyle } from './paper-style.ts'
import { blockLines } from './blocks/block-lines.ts'
import { isFolded } from './blocks/thinking-lines.ts'

/** A call that runs. */
export interface RunningCall {
  readonly title: string
  /** Wall clock, ms. */
  readonly at: number
  readonly tail: LiveTail
}

/** Longest thought kept while it streams, characters: only its end is shown. */
const thoughtLimit = 20_000

/** Writes a conversation down: what is finished as lines for the scrollback, the rest as parts of the live region. */
export class Paper implements Audience {
  readonly calls = new Map<OpId, RunningCall>()
  /** What the model is thinking, as far as it streamed. */
  thought = ''
  private speech: MarkdownStream | null = null
  private spoken = ''
  private isThoughtWritten = false
  private fresh: string[] = []
  private folded = ''

  constructor(
    private readonly style: () => PaperStyle,
    /** `isUrgent`: something finished, or begins. */
    private readonly changes: (isUrgent: boolean) => void,
  ) {}

  /** Hands over the lines that finished since it was asked last, to be written once; null when there are none. */
  take(): string | null {
    if (this.fresh.length === 0) return null
    const text = this.fresh.join('\n')
    this.fresh = []
    return text
  }

  /** What was thought since the last call and is not shown whole, as far as it streamed; empty when there is none. */
  get foldedThought(): string {
    return this.thought === '' ? this.folded : this.thought
  }

  /** Lines of the answer that streams, at most so many from its end. */
  answerTail(rows: number): readonly string[] {
    return this.speech?.tail(rows) ?? []
  }

  block(block: Block): void {
    if (block.type === 'call') this.folded = ''
    this.write(blockLines(block, this.style()))
  }

  text(chunk: string): void {
    this.writeThought(this.thought)
    this.speech ??= this.openSpeech()
    this.spoken += chunk
    // At the calm pace, whole lines too: an answer may finish a hundred a second.
    this.keep(this.speech.push(chunk))
    this.changes(false)
  }

  thinking(chunk: string): void {
    this.thought = (this.thought + chunk).slice(-thoughtLimit)
    this.changes(false)
  }

  landed(text: string | null, thinking: string): void {
    this.writeThought(thinking)
    const rest = (text ?? '').startsWith(this.spoken) ? (text ?? '').slice(this.spoken.length) : null
    if (rest === null) {
      this.dropped()
      this.speech = this.openSpeech()
    }
    const whole = rest ?? text ?? ''
    if (whole !== '') this.speech ??= this.openSpeech()
    if (this.speech !== null) this.write([...this.speech.push(whole), ...this.speech.end()])
    this.forget()
  }

  dropped(): void {
    if (this.speech !== null) {
      this.write(this.speech.end())
      this.block(note('this answer was broken off and does not count', 'warning'))
    }
    this.forget()
  }

  callStarted(call: OpId, title: string, at: number): void {
    this.calls.set(call, { title, at, tail: new LiveTail() })
    this.changes(true)
  }

  callOutput(call: OpId, chunk: string): void {
    this.calls.get(call)?.tail.push(chunk)
    this.changes(false)
  }

  callEnded(call: OpId): void {
    this.calls.delete(call)
    this.changes(true)
  }

  changed(): void {
    this.changes(true)
  }

  private openSpeech(): MarkdownStream {
    const { theme, width } = this.style()
    this.write([''])
    return new MarkdownStream({ theme, width })
  }

  private writeThought(thinking: string): void {
    if (thinking === '') return
    // Anew when it landed: of what streamed only the end is kept.
    this.folded = isFolded(thinking, this.style()) ? thinking : ''
    if (this.isThoughtWritten) return
    this.isThoughtWritten = true
    this.thought = ''
    this.block({ type: 'thinking', text: thinking })
  }

  private forget(): void {
    this.speech = null
    this.spoken = ''
    this.thought = ''
    this.isThoughtWritten = false
    this.changes(true)
  }

  private write(lines: readonly string[]): void {
    if (lines.length === 0) return
    this.keep(lines)
    this.changes(true)
  }

  private keep(lines: readonly string[]): void {
    for (const line of lines) this.fresh.push(line)
  }
}
