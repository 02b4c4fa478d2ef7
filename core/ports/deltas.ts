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
  /** Counts from 0 within (opId, attempt): a gap means loss, 0 once more that it is streamed anew. */
  readonly n: number
  /** How many were joined into this one on the way: the next is `n + count`. 1 when left out. */
  readonly count?: number
  readonly part: DeltaPart
}

/** Side channel beside the log. */
export interface Deltas {
  publish(session: SessionId, delta: Delta): void
  /** Receives what streams from now on, and before that what has streamed of operations under way elsewhere. */
  subscribe(session: SessionId, receive: (delta: Delta) => void): () => void
  /** Says which operations are under way here: what streamed of others is durable or void, and forgotten. */
  keepOnly(session: SessionId, opIds: readonly OpId[]): void
}
