import type { SessionConfigured, SessionCreated } from './events.ts'

/** Starts the session: must be the first command. */
export interface SessionCreate extends Omit<SessionCreated, 'kind'> {
  readonly kind: 'session.create'
}

/** Changes the model or its effort, within the api kind. */
export interface SessionConfigure extends Omit<SessionConfigured, 'kind'> {
  readonly kind: 'session.configure'
  readonly api: SessionCreated['api']
}

export interface SessionRename {
  readonly kind: 'session.rename'
  readonly name: string
}

export type SessionCommand = SessionCreate | SessionConfigure | SessionRename
