import type { SessionId } from '../../core/values/ids.ts'

/** Sessions that were left for another one, and that this process still works on until a command of theirs is done. */
export class Departures {
  private readonly pending = new Map<SessionId, Promise<void>>()
  private readonly hurrying = new AbortController()

  /** Aborted when nobody waits any more. */
  get hurry(): AbortSignal {
    return this.hurrying.signal
  }

  add(session: SessionId, departure: Promise<void>): void {
    // Whoever drives next finds in the log what could not be handed over.
    const over = departure.catch(() => undefined).then(() => void this.pending.delete(session))
    this.pending.set(session, over)
  }

  /** Whether a session is not quite left: it cannot be opened here. */
  has(session: SessionId): boolean {
    return this.pending.has(session)
  }

  /** Those that are not quite left. */
  get sessions(): readonly SessionId[] {
    return [...this.pending.keys()]
  }

  /** Resolves when all are left. */
  async all(): Promise<void> {
    await Promise.all(this.pending.values())
  }

  /** What still runs is lost. */
  cut(): void {
    this.hurrying.abort()
  }
}
