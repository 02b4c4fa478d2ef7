import type { CommandStatus } from '../ports/inbox.ts'
import type { State } from '../machine/state.ts'
import type { CommandId, SessionId } from '../values/ids.ts'
import { driveSession } from './drive.ts'
import { followLog } from './follow.ts'
import type { DriveEnd, Host } from './host.ts'
import { loadState } from './load-state.ts'
import { findHolder } from './holder.ts'
import type { HostPorts } from './ports.ts'
import { watchReturns } from './returning.ts'
import { wantsDriver } from './unfinished.ts'

/** How often a waiting process asks whether the driver still lives, ms. */
const pollMs = 100

/** How often is asked whether a driver of this process has decided a command, ms. */
const lookMs = 20

/** Opens the in-process host over its ports. */
export function openHost(ports: HostPorts): Host {
  const { store, clock, deltas } = ports
  const driving = new Map<SessionId, Promise<DriveEnd>>()
  const acquired = watchReturns(ports.returned)

  const drive: Host['drive'] = (session, signal, wish = {}) => {
    const current = driving.get(session)
    if (current !== undefined) {
      wish.began?.()
      return current
    }
    const started = driveSession(session, ports, signal, wish, (epoch) => {
      wish.began?.()
      return acquired(session, epoch)
    }).finally(() => driving.delete(session))
    driving.set(session, started)
    return started
  }

  const settled = async (session: SessionId, id: CommandId, signal: AbortSignal): Promise<CommandStatus> => {
    for (;;) {
      const status = await store.inbox.status(session, id)
      if (status === null) throw new Error(`command ${id} was never submitted`)
      if (status.status !== 'pending' || signal.aborted) return status
      const current = driving.get(session)
      if (current !== undefined) {
        // Decided at the next step of what goes on, which may itself go on for long.
        await Promise.race([current, clock.sleep(lookMs, signal)])
        continue
      }
      const until = ({ run, shell }: State): boolean =>
        [run.active, ...run.queued, shell.active, ...shell.queued].every((asked) => asked?.commandId !== id)
      const end = await drive(session, signal, { until })
      if (end.type === 'held') await clock.sleep(pollMs, signal)
    }
  }

  return {
    owner: ports.owner,
    submit: (session, id, command, blobs = []) => store.inbox.submit(session, { id, command }, blobs),
    drive,
    settled,
    state: async (session) => (await loadState(store, session)).state,
    follow: (session, after, signal) => followLog(store.log, session, after, signal),
    deltas: (session, receive) => deltas.subscribe(session, receive),
    watch: (session, changed) => store.log.watch(session, changed),
    holder: (session) => findHolder(store.leases, session, clock.now()),
    wantsDriver: (session) => wantsDriver(store, session),
  }
}
