import { assertNever } from '../../values/assert-never.ts'
import type { SessionEvent } from './events.ts'
import type { SessionState } from './state.ts'

/** Folds one fact into what the session is. */
export function evolveSession(session: SessionState, event: SessionEvent): SessionState {
  switch (event.kind) {
    case 'session.created': {
      const { kind: _kind, ...config } = event
      return config
    }
    case 'session.configured': {
      if (session === null) return session
      const { provider, model, effort, windowTokens } = event
      return { ...session, provider, model, effort, windowTokens }
    }
    case 'session.renamed':
      return session === null ? session : { ...session, name: event.name }
    case 'session.forked':
      // A fork of a fork has the same beginning still.
      return session === null ? session : { cacheKey: event.source, ...session }
    case 'session.imported':
      return session
    default:
      return assertNever(event)
  }
}
