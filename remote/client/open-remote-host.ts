import { setTimeout as wait } from 'node:timers/promises'
import type { DriveEnd, Host } from '../../core/host/host.ts'
import type { Folded } from '../../core/host/load-state.ts'
import { loadState, thisProcess } from '../../core/host/index.ts'
import { openSignalBox } from '../../core/host/signal-box.ts'
import { wantsDriver } from '../../core/host/unfinished.ts'
import type { Store } from '../../core/ports/store.ts'
import type { LeaseOwner } from '../../core/ports/leases.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { CommandsInfo } from '../gateway/contract-values.ts'
import type { RemoteConnection } from './connect-remote.ts'
import { StuckSessionError } from './errors.ts'
import { followRemote } from './follow-remote.ts'

/** How often is looked at what a change should have told, ms. */
const lookMs = 2_000

/** How often those who only watch look whether workers can go on, ms: about as often as these try. */
const troubleMs = 5_000

/** A host elsewhere. */
export interface RemoteHost extends Host {
  /** How commands are run there; null when no worker has ever been there. */
  commands(): Promise<CommandsInfo['commands'] | null>
  /** Providers that there is a model key of. */
  keyedProviders(): Promise<readonly string[]>
}

/** The host of sessions behind a gateway: workers drive, and nothing here ever does. */
export function openRemoteHost(remote: RemoteConnection, store: Store): RemoteHost {
  const owner = thisProcess()

  /** Asks again after every change, until there is an answer or the signal. @throws StuckSessionError */
  const when = async <Answer>(session: SessionId, signal: AbortSignal, ask: () => Promise<Answer | null>) => {
    const box = openSignalBox()
    const stopWatching = store.log.watch(session, box.ring)
    const timer = setInterval(box.ring, lookMs)
    signal.addEventListener('abort', box.ring)
    let lookedAt = performance.now()
    try {
      for (;;) {
        const answer = await ask()
        if (answer !== null || signal.aborted) return answer
        if (performance.now() - lookedAt >= lookMs) {
          lookedAt = performance.now()
          const trouble = await remote.rpc('sessions.trouble', { session })
          if (trouble !== null) throw new StuckSessionError(session, trouble)
        }
        await box.sleep()
      }
    } finally {
      stopWatching()
      clearInterval(timer)
      signal.removeEventListener('abort', box.ring)
    }
  }

  return {
    owner,
    whileOthersWork: async (session, signal) => {
      for (;;) {
        await wait(troubleMs, undefined, { signal }).catch(() => undefined)
        if (signal.aborted) return
        // A gateway that is away says nothing of the session, and whoever follows it finds out.
        const trouble = await remote.rpc('sessions.trouble', { session }, { patienceMs: 0 }).catch(() => null)
        if (trouble !== null) throw new StuckSessionError(session, trouble)
      }
    },
    commands: async () => (await remote.rpc('workers.describe', {}))?.commands ?? null,
    keyedProviders: () => remote.rpc('model-keys.list', {}),
    submit: (session, id, command, blobs = []) => store.inbox.submit(session, { id, command }, blobs),
    // Only waits: a worker holds the lease, or will.
    drive: async (session, signal, wish) => {
      wish?.began?.()
      const states = new Map<SessionId, Folded>()
      const held = async (): Promise<DriveEnd | null> => {
        if (await wantsDriver(store, session, states)) return null
        const holder = await store.leases.holder(session)
        return { type: 'held', owner: holder?.owner ?? worker, untilMs: holder?.untilMs ?? 0 }
      }
      return (await when(session, signal, held)) ?? { type: 'stopped' }
    },
    settled: async (session, id, signal) => {
      const status = async () => {
        const found = await store.inbox.status(session, id)
        if (found === null) throw new Error(`command ${id} was never submitted`)
        return found.status === 'pending' ? null : found
      }
      return (await when(session, signal, status)) ?? { status: 'pending' }
    },
    state: async (session) => (await loadState(store, session)).state,
    follow: (session, after, signal) => followRemote(remote, session, after, signal),
    deltas: (session, receive) => remote.feed(session).subscribe(receive),
    watch: (session, changed) => store.log.watch(session, changed),
    holder: async (session) => {
      const { holder, now } = await remote.rpc('leases.holder', { session })
      // By the gateway's clock: ours may be wrong, and whether the process lives cannot be seen from here.
      return holder === null ? null : { ...holder, isLiving: holder.untilMs > now }
    },
    // Whatever there is to do, it is not for a process of this side.
    wantsDriver: async () => false,
  }
}

/** Stands for a worker that has given its lease back. */
const worker: LeaseOwner = { host: 'worker', pid: 0, startedAt: '' }
