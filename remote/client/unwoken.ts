import { setTimeout as wait } from 'node:timers/promises'
import type { InboxEntry } from '../../core/ports/inbox.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { errorCode } from '../../core/values/errors.ts'
import { isUnanswered } from './passing.ts'
import type { Rpc } from './rpc.ts'

/** How soon a gateway that could tell no worker is asked to once more, ms. */
const againMs = 1_000

/** What a gateway answers to a command that it has stored while no worker could be told of it. */
export const notWoken = 'not-woken'

/** Sessions whose commands are stored, and of which no worker could be told yet: the gateway is asked to until it has. */
export class Unwoken {
  readonly #sessions = new Set<SessionId>()
  readonly #closed = new AbortController()

  constructor(
    private readonly rpc: Rpc,
    private readonly pauseMs = againMs,
  ) {}

  has(session: SessionId): boolean {
    return this.#sessions.has(session)
  }

  /** Sends a stored command again, under its id and so to no other end, until a worker was told of its session. */
  add(session: SessionId, entry: InboxEntry): void {
    if (this.#sessions.has(session)) return
    this.#sessions.add(session)
    void this.#wake(session, entry)
  }

  /** What is left then is woken by the gateway itself, in a minute or two. */
  close(): void {
    this.#closed.abort()
  }

  async #wake(session: SessionId, { id, command }: InboxEntry): Promise<void> {
    const { signal } = this.#closed
    for (let isOver = false; !isOver && !signal.aborted;) {
      await wait(this.pauseMs, undefined, { signal }).catch(() => undefined)
      isOver = await this.rpc('inbox.submit', { session, id, command, blobs: [] }, { patienceMs: 0, signal }).then(
        () => true,
        (error: unknown) => errorCode(error) !== notWoken && !isUnanswered(errorCode(error)),
      )
    }
    this.#sessions.delete(session)
  }
}
