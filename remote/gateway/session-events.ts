import { openSignalBox } from '../../core/host/signal-box.ts'
import type { Deltas } from '../../core/ports/deltas.ts'
import type { EventLog } from '../../core/ports/event-log.ts'
import type { Attached } from '../../core/ports/presence.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { openDeltaQueue } from './delta-queue.ts'
import type { TenantAttendance } from '../postgres/open-attendance.ts'
import { changedEvent, encodeDelta, encodeEntry, encodePresent, keepAlive } from './sse.ts'

/** Entries read at once: with what a client that stalls holds of our memory. */
const pageEntries = 200
const pageBytes = 2 * 1024 * 1024

/** What a stream is opened on. */
export interface EventsWish {
  readonly log: EventLog
  readonly deltas: Pick<Deltas, 'subscribe'>
  readonly attendance: Pick<TenantAttendance, 'watch'>
  readonly session: SessionId
  /** Entries after this seq; null for none at all: every change is then told as `changed`. */
  readonly after: number | null
  /** How often a quiet connection shows that it lives, ms. */
  readonly aliveMs: number
  /** How often `isAllowed` is asked, ms: false ends the stream. */
  readonly checkMs: number
  readonly isAllowed: () => Promise<boolean>
}

/**
 * What a client is sent, piece by piece. Nothing is read before the piece before it was taken: a client that is slow
 * reads the log at its own pace.
 */
export async function* sessionEvents(wish: EventsWish, signal: AbortSignal): AsyncGenerator<string, void, void> {
  const { log, session } = wish
  const box = openSignalBox()
  let [hasChanged, isQuiet, isDue] = [true, false, false]
  let seen = wish.after
  const stopWatching = log.watch(session, () => {
    hasChanged = true
    box.ring()
  })
  const queue = openDeltaQueue(wish.deltas, session, box.ring)
  let present: readonly Attached[] | null = null
  const stopCounting = wish.attendance.watch(session, (attached) => {
    present = attached
    box.ring()
  })
  const alive = setInterval(() => {
    isQuiet = true
    box.ring()
  }, wish.aliveMs)
  const check = setInterval(() => {
    isDue = true
    box.ring()
  }, wish.checkMs)
  signal.addEventListener('abort', box.ring)
  try {
    // At once, so that a client knows that nothing is missed from here on.
    yield keepAlive
    while (!signal.aborted) {
      if (isDue && !(await wish.isAllowed())) return
      isDue = false
      let piece = isQuiet ? keepAlive : ''
      isQuiet = false
      if (hasChanged) {
        hasChanged = false
        const entries = seen === null ? [] : await log.read(session, seen, pageEntries, pageBytes)
        seen = entries.at(-1)?.seq ?? seen
        const text = entries.map(encodeEntry).join('')
        // A page that ends by its bytes has any number of entries.
        if (entries.length === pageEntries || Buffer.byteLength(text) >= pageBytes / 2) hasChanged = true
        piece += entries.length === 0 ? changedEvent : text
      }
      if (present !== null) piece += encodePresent(present)
      present = null
      piece += queue.take().map(encodeDelta).join('')
      if (piece !== '') yield piece
      else await box.sleep()
    }
  } finally {
    stopWatching()
    queue.close()
    stopCounting()
    clearInterval(alive)
    clearInterval(check)
    signal.removeEventListener('abort', box.ring)
  }
}
