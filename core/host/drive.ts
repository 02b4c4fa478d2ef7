import type { SessionId } from '../values/ids.ts'
import { openDriver } from './driver.ts'
import type { DriveEnd } from './host.ts'
import { acquireLease, keepLease } from './lease-keeper.ts'
import { loadState } from './load-state.ts'
import type { HostPorts } from './ports.ts'
import { openSignalBox } from './signal-box.ts'
import type { State } from '../machine/index.ts'
import { FencedError, openWriter } from './writer.ts'

/** Takes the lease of a session and works until there is nothing to do. */
export async function driveSession(
  session: SessionId,
  ports: HostPorts,
  signal: AbortSignal,
  until: (state: State) => boolean,
): Promise<DriveEnd> {
  const { store, clock, owner } = ports
  const acquired = await acquireLease(store.leases, session, owner, clock)
  if (acquired.status === 'held') return { type: 'held', owner: acquired.owner, untilMs: acquired.untilMs }
  const { epoch } = acquired.lease
  const box = openSignalBox()
  let lost = false
  const keeper = keepLease(store.leases, session, epoch, clock, () => {
    lost = true
    box.ring()
  })
  const stopWatching = store.log.watch(session, box.ring)
  signal.addEventListener('abort', box.ring)
  const writer = openWriter(store, session, epoch, clock, await loadState(store, session))
  const driver = openDriver(session, ports, writer, box.ring)
  try {
    await driver.takeOver(epoch)
    for (;;) {
      if (lost) return { type: 'lost' }
      if (signal.aborted) return { type: 'stopped' }
      const stepped = await driver.step(until)
      if (stepped === 'yielded') return { type: 'yielded' }
      if (stepped === 'working') await box.sleep()
      else {
        await driver.checkpoint()
        if ((await store.inbox.pending(session)).length === 0) return { type: 'idle' }
      }
    }
  } catch (error) {
    if (error instanceof FencedError) return { type: 'lost' }
    throw error
  } finally {
    driver.abandon()
    stopWatching()
    signal.removeEventListener('abort', box.ring)
    await keeper.stop()
  }
}
