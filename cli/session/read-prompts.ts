import { setImmediate } from 'node:timers/promises'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { itemText } from './item-text.ts'

/** Prompts read between two looks at the keyboard. */
const batch = 50

/** Hands out every prompt of every session, the newest session first, until aborted. What is damaged is left out. */
export async function readPrompts(
  store: Pick<Store, 'sessions' | 'blobs'>,
  receive: (session: SessionId, prompt: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const inputs = await store.sessions.inputs()
  for (const [index, { session, ref }] of inputs.entries()) {
    if (index % batch === 0) await setImmediate()
    if (signal.aborted) return
    const bytes = await store.blobs.get(ref).catch(() => null)
    if (bytes !== null) receive(session, itemText(bytes))
  }
}
