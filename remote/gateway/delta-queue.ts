import type { Delta, Deltas } from '../../core/ports/deltas.ts'
import type { SessionId } from '../../core/values/ids.ts'

/** Characters that wait for one client; of a slower one we let go until it has caught up. */
const mostChars = 2 * 1024 * 1024

/** What streams in a session on its way to one client. */
export interface DeltaQueue {
  /** What waits. Afterwards a client that was too slow is subscribed again: it gets all that has streamed anew. */
  take(): readonly Delta[]
  close(): void
}

/** Opens a queue that rings when something waits. It holds a bounded part of our memory, whatever its client does. */
export function openDeltaQueue(deltas: Pick<Deltas, 'subscribe'>, session: SessionId, ring: () => void): DeltaQueue {
  let waiting: Delta[] = []
  let chars = 0
  let unsubscribe: (() => void) | null = null
  const letGo = (): void => {
    unsubscribe?.()
    unsubscribe = null
    waiting = []
    chars = 0
  }
  const receive = (delta: Delta): void => {
    waiting.push(delta)
    chars += 100 + ('text' in delta.part ? delta.part.text.length : delta.part.name.length)
    if (chars > mostChars) letGo()
    ring()
  }
  const subscribe = (): (() => void) => deltas.subscribe(session, receive)
  unsubscribe = subscribe()
  return {
    take: () => {
      const taken = waiting
      waiting = []
      chars = 0
      unsubscribe ??= subscribe()
      return taken
    },
    close: letGo,
  }
}
