import { openBlobStage } from '../../../cli/compose.ts'
import { openRemote } from '../../../cli/remote/open-remote.ts'
import { remoteWorks, type RemoteWork } from '../../../cli/remote/remote-works.ts'
import { userInput } from '../../../cli/work/user-input.ts'
import type { Host } from '../../../core/host/host.ts'
import type { StoredEntry } from '../../../core/log/entry.ts'
import { formatOf } from '../../../core/models/index.ts'
import type { Store } from '../../../core/ports/store.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import type { RemoteDesk } from '../../support/remote-desk.ts'
import { noLimits } from '../../support/simulator.ts'

/** Somebody attached to a session over the gateway, in this process: what `attach` does, without a screen. */
export interface RemoteClient {
  readonly store: Store
  readonly host: Host
  /** What the stream of events told, in its order. */
  readonly told: readonly StoredEntry[]
  /** Commands that the gateway has acknowledged. */
  readonly acknowledged: readonly string[]
  /** Sends a prompt, also one that was sent before; resolves when the gateway has it. */
  ask(id: string, prompt: string): Promise<void>
  /** The first entry that passes, told already or to come. */
  saw(test: (entry: StoredEntry) => boolean): Promise<StoredEntry>
  /** Resolves when the run that a command asked for is over. */
  answered(id: string): Promise<void>
  /** Resolves when something streams that had not by now. */
  streamed(): Promise<void>
  close(): Promise<void>
}

/** Attaches to a session that exists. */
export async function attachRemote({ url, key }: RemoteDesk, session: SessionId): Promise<RemoteClient> {
  const store = await openRemote({ name: 'server', url, key }, () => undefined)
  const host = (remoteWorks.get(store) as RemoteWork).host
  const told: StoredEntry[] = []
  const acknowledged: string[] = []
  const listeners = new Set<(entry: StoredEntry) => void>()
  const ending = new AbortController()
  const follow = async (): Promise<void> => {
    for await (const entry of host.follow(session, 0, ending.signal)) {
      told.push(entry)
      for (const listener of listeners) listener(entry)
    }
  }
  const following = follow()
  const saw: RemoteClient['saw'] = (test) =>
    new Promise((resolve) => {
      const known = told.find(test)
      if (known !== undefined) return resolve(known)
      const listener = (entry: StoredEntry): void => {
        if (!test(entry)) return
        listeners.delete(listener)
        resolve(entry)
      }
      listeners.add(listener)
    })
  return {
    ...{ store, host, told, acknowledged, saw },
    ask: async (id, prompt) => {
      const stage = openBlobStage(store)
      const input = userInput(prompt, [], formatOf('anthropic-messages'), stage)
      await host.submit(session, id as CommandId, { kind: 'run.request', input, limits: noLimits }, stage.staged())
      acknowledged.push(id)
    },
    answered: async (id) => {
      const { event } = await saw(({ event: said }) => said.kind === 'run.requested' && said.commandId === id)
      const runId = event.kind === 'run.requested' ? event.runId : ''
      await saw(({ event: said }) => said.kind === 'run.finished' && said.runId === runId)
    },
    streamed: () =>
      new Promise((resolve) => {
        const stop = host.deltas(session, () => {
          stop()
          resolve()
        })
      }),
    close: async () => {
      ending.abort()
      await following
      await store.close()
    },
  }
}
