import type { SessionId } from '../values/ids.ts'
import { openDriver, type Driver } from './driver.ts'
import { fullDisk, lookPause } from './full-disk.ts'
import { openHindrances } from './hindrances.ts'
import type { DriveEnd, DriveWish } from './host.ts'
import { acquireLease, keepLease } from './lease-keeper.ts'
import { recallState } from './load-state.ts'
import type { HostPorts } from './ports.ts'
import { openSignalBox } from './signal-box.ts'
import { FencedError, openWriter, type Writer } from './writer.ts'

/** As a name among those who may be hindered; effects have theirs. */
const driving = 'driving'

/** Takes the lease of a session and works until there is nothing to do. */
export async function driveSession(
  session: SessionId,
  ports: HostPorts,
  signal: AbortSignal,
  { until = () => false, soon, stalled, watched }: DriveWish,
  acquired: (epoch: number) => Promise<void>,
): Promise<DriveEnd> {
  const { store, clock, owner, memory } = ports
  // Who leaves in good order lets go of the lease.
  const died = (await store.leases.holder(session)) !== null
  const asked = await acquireLease(store.leases, session, owner, clock, ports.isGone)
  if (asked.status === 'held') return { type: 'held', owner: asked.owner, untilMs: asked.untilMs }
  const { epoch } = asked.lease
  const box = openSignalBox()
  let lost = false
  const keeper = keepLease(store.leases, session, epoch, clock, () => {
    lost = true
    box.ring()
  })
  const stopWatching = store.log.watch(session, box.ring)
  const ends = soon === undefined ? [signal] : [signal, soon]
  for (const end of ends) end.addEventListener('abort', box.ring)
  let writer: Writer | null = null
  let driver: Driver | null = null
  const hindrances = openHindrances((hindrance) => stalled?.(hindrance))
  let pauseMs = 0
  try {
    await acquired(epoch)
    writer = openWriter(store, session, epoch, clock, await recallState(store, session, memory?.states.get(session)))
    driver = openDriver(session, ports, writer, hindrances, box.ring)
    watched?.(driver.unrecorded)
    await driver.takeOver(epoch, died)
    for (;;) {
      if (lost) return { type: 'lost' }
      if (signal.aborted) {
        await driver.leave(epoch).catch(fullDisk)
        return { type: 'stopped' }
      }
      try {
        const stepped = await driver.step(until, soon?.aborted)
        hindrances.set(driving, null)
        pauseMs = 0
        if (stepped === 'yielded') return { type: 'yielded' }
        if (stepped === 'working') await box.sleep()
        else {
          await driver.checkpoint()
          if ((await store.inbox.pending(session)).length === 0) return { type: 'idle' }
        }
      } catch (error) {
        if (stalled === undefined) throw error
        const full = fullDisk(error)
        hindrances.set(driving, full)
        pauseMs = lookPause(full, pauseMs)
        const timer = setTimeout(box.ring, pauseMs)
        await box.sleep()
        clearTimeout(timer)
      }
    }
  } catch (error) {
    if (error instanceof FencedError) return { type: 'lost' }
    throw error
  } finally {
    driver?.abandon()
    if (writer !== null) memory?.states.set(session, writer.folded)
    stopWatching()
    for (const end of ends) end.removeEventListener('abort', box.ring)
    await keeper.stop()
  }
}
