import type { OpId } from '../../core/values/ids.ts'
import type { Block } from './block.ts'

/** The model answers; a part of it came at `heardAt`, and none since. */
type Answering =
  | { readonly type: 'thinking' | 'writing'; readonly since: number; readonly heardAt: number }
  /** It writes a call. */
  | { readonly type: 'calling'; readonly since: number; readonly heardAt: number; readonly name: string }

/** What the session is doing, since when (wall clock, ms). */
export type Activity =
  | { readonly type: 'idle' }
  /** What takes its time of it is said in words. */
  | { readonly type: 'preparing'; readonly since: number; readonly progress: string | null }
  | {
      readonly type: 'opening' | 'waiting' | 'compacting' | 'stopping'
      readonly since: number
    }
  | Answering
  /** The server is not heard, or hears nothing from this person any more. */
  | { readonly type: 'away' | 'refused'; readonly since: number }
  /** An attempt failed; the next one starts at `until`. */
  | { readonly type: 'retrying'; readonly since: number; readonly until: number; readonly reason: string }

/** Who watches a conversation: the chat screen, or plain lines. Called in the order of the log. */
export interface Audience {
  block(block: Block): void
  /** A part of an answer that streams; `whole` of it lands later. */
  text(chunk: string): void
  thinking(chunk: string): void
  /** The durable text of the answer; null when it has none. What streamed may be less, or nothing. */
  landed(text: string | null, thinking: string): void
  /** What streamed is not part of any answer. */
  dropped(): void
  callStarted(call: OpId, title: string, at: number): void
  callOutput(call: OpId, chunk: string): void
  callEnded(call: OpId): void
  /** Activity, queue, totals or mounts are other than before. */
  changed(): void
}
