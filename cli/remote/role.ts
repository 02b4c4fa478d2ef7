/** A part of a server that runs. */
export interface Role {
  /** Rejects when it cannot go on. */
  readonly ended: Promise<void>
  /** Lets what is under way come to a good end. */
  stop(): Promise<void>
}
