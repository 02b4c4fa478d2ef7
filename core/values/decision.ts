/** A refused command: a value, never thrown. `message` says what to do instead. */
export interface Rejection {
  readonly code: RejectionCode
  readonly message: string
}

export type RejectionCode =
  | 'session-exists'
  | 'session-missing'
  | 'duplicate'
  | 'no-active-run'
  | 'no-active-shell'
  | 'not-waiting'
  | 'run-active'
  | 'unknown-mount'
  | 'invalid'

/** What `decide` answers: facts to record (none when nothing changes), or why not. */
export type Decision<Event> =
  { readonly ok: true; readonly events: readonly Event[] } | { readonly ok: false; readonly rejection: Rejection }

/** The command is accepted and these facts follow. */
export function accept<Event>(...events: readonly Event[]): Decision<Event> {
  return { ok: true, events }
}

/** The command is refused. */
export function reject(code: RejectionCode, message: string): Decision<never> {
  return { ok: false, rejection: { code, message } }
}
