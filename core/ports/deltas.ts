import type { OpId, SessionId } from '../values/ids.ts'

/** What streams while an effect runs. */
export type DeltaPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }
  /** The model began to write a call; `callId` as in the coming `turn.generated`. */
  | { readonly type: 'call'; readonly callId: string; readonly name: string }
  | { readonly type: 'call-args'; readonly callId: string; readonly text: string }
  /** Live output of a running tool. */
  | { readonly type: 'output'; readonly text: string }

/** A lossy, undurable glimpse of an effect; discarded when its event lands. */
export interface Delta {
  readonly opId: OpId
  readonly attempt: number
  /** Counts from 0 within (opId, attempt): a gap means loss. */
  readonly n: number
  readonly part: DeltaPart
}

/** Side channel beside the log. */
export interface Deltas {
  publish(session: SessionId, delta: Delta): void
  subscribe(session: SessionId, receive: (delta: Delta) => void): () => void
}
