/** A part of a server that runs. */
export interface Role {
  /** Rejects when it cannot go on. */
  readonly ended: Promise<void>
  /** Lets what is under way come to a good end. */
  stop(): Promise<void>
  /** The longest that this takes where nothing hangs, ms. */
  readonly mostStopMs: number
  /** Says what is lost with a process that ends at once; default: nothing is. */
  abandon?(): void
}
