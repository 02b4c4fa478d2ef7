import type { CommandStatus } from '../ports/inbox.ts'
import type { CommandId, SessionId } from '../values/ids.ts'
import { driveSession } from './drive.ts'
import { followLog } from './follow.ts'
import type { DriveEnd, Host } from './host.ts'
import { loadState } from './load-state.ts'
import type { HostPorts } from './ports.ts'

/** How often a waiting process asks whether the driver still lives, ms. */
const pollMs = 100

/** Opens the in-process host over its ports. */
export function openHost(ports: HostPorts): Host {
  const { store, clock, deltas } = ports
  const driving = new Map<SessionId, Promise<DriveEnd>>()

  const drive: Host['drive'] = (session, signal, until = () => false) => {
    const current = driving.get(session)
    if (current !== undefined) return current
    const started = driveSession(session, ports, signal, until).finally(() => driving.delete(session))
    driving.set(session, started)
    return started
  }

  const settled = async (session: SessionId, id: CommandId, signal: AbortSignal): Promise<CommandStatus> => {
    for (;;) {
      const status = await store.inbox.status(session, id)
      if (status === null) throw new Error(`command ${id} was never submitted`)
      if (status.status !== 'pending' || signal.aborted) return status
      const end = await drive(session, signal, ({ run, shell }) =>
        [run.active, ...run.queued, shell.active, ...shell.queued].every((asked) => asked?.commandId !== id),
      )
      if (end.type === 'held') await clock.sleep(pollMs, signal)
    }
  }

  return {
    submit: (session, id, command, blobs = []) => store.inbox.submit(session, { id, command }, blobs),
    drive,
    settled,
    state: async (session) => (await loadState(store, session)).state,
    follow: (session, after, signal) => followLog(store.log, session, after, signal),
    deltas: (session, receive) => deltas.subscribe(session, receive),
  }
}
