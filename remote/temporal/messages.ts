/* What passes through Temporal: names and numbers, never text of a session. */

/** Of the one workflow type. */
export const workflowType = 'session'

/** Which session a workflow looks after. */
export interface SessionAddress {
  readonly tenant: string
  readonly session: string
}

/** How a workflow begins, anew or where its predecessor left off. */
export interface SessionStart extends SessionAddress {
  /** After so long without work it completes; the next command opens another, ms. */
  readonly idleMs: number
  /** Events of history after which it begins anew: more would take long to replay, and the log has all there is to know. */
  readonly mostEvents: number
  /** A worker that says nothing for so long is taken for dead, ms; histories of before this was told have none. */
  readonly silenceMs?: number
}

/** What a workflow does between two waits takes milliseconds; after this it is given to another worker, ms. */
export const longestTaskMs = 5_000

/** What one stretch of work came to. */
export interface WorkDone {
  /** `more`: the session wants to be worked on again; `rest`: nothing to do until the next command. */
  readonly next: 'more' | 'rest'
}

/** Of the signal that says: there may be something in the inbox. */
export const mailSignal = 'mail'
