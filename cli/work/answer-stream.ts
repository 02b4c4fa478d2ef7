import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { Delta } from '../../core/ports/deltas.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { sanitize, StreamSanitizer } from '../render/sanitize.ts'
import type { Screen } from '../render/screen.ts'

/**
 * The model's text on its way to stdout. On a terminal it streams, and what the lossy deltas left
 * out is added when the durable text lands; in a pipe only the last text is written, at the end.
 */
export class AnswerStream {
  private attempt = ''
  private streamed = ''
  private sanitizer = new StreamSanitizer()

  constructor(
    private readonly screen: Screen,
    private readonly blobs: Pick<BlobStore, 'get'>,
  ) {}

  /** Text of an attempt under way. */
  delta(delta: Delta, text: string): void {
    if (!this.screen.isLive) return
    const attempt = `${delta.opId}#${delta.attempt}`
    const isAnew = delta.n === 0 && this.streamed !== ''
    // Another process does it over: what was written stays above.
    if (isAnew && attempt === this.attempt) this.screen.endAnswer()
    if (isAnew || attempt !== this.attempt) this.begin(attempt)
    this.streamed += text
    this.screen.answer(this.sanitizer.push(text))
  }

  /** The durable text of the answer that streamed. */
  async land(textRef: BlobRef | null): Promise<void> {
    const { streamed, sanitizer } = this
    this.begin('')
    if (!this.screen.isLive || textRef === null) return this.screen.endAnswer()
    const text = new TextDecoder().decode(await this.blobs.get(textRef))
    if (text.startsWith(streamed)) this.screen.answer(sanitizer.push(text.slice(streamed.length)) + sanitizer.flush())
    else this.screen.answer(`\n${sanitize(text)}`)
    this.screen.endAnswer()
  }

  /** The attempt failed: what streamed is not part of any answer. */
  drop(): void {
    this.begin('')
    this.screen.endAnswer()
  }

  /** Writes the final text where it did not stream. */
  finish(text: string | null): void {
    this.screen.endAnswer()
    if (this.screen.isLive || text === null || text === '') return
    this.screen.answer(text)
    this.screen.endAnswer()
  }

  private begin(attempt: string): void {
    this.attempt = attempt
    this.streamed = ''
    this.sanitizer = new StreamSanitizer()
  }
}
