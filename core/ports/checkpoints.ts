import type { SessionId } from '../values/ids.ts'

/** A saved fold of the log up to `seq`. Lost or outdated ones cost time, never truth. */
export interface Checkpoint {
  readonly seq: number
  /** Version of the state's shape; another one is ignored. */
  readonly version: number
  readonly state: unknown
}

/** Keeps the newest checkpoint of each session. */
export interface Checkpoints {
  save(session: SessionId, checkpoint: Checkpoint): Promise<void>
  load(session: SessionId): Promise<Checkpoint | null>
}
