import { join } from 'node:path'
import { openStage, type Stage } from '../core/effects/stage.ts'
import type { Host } from '../core/host/host.ts'
import { isGone, openHost, openLocalDeltas, systemClock, thisProcess } from '../core/host/index.ts'
import { meetingPlace } from '../core/live/meeting-place.ts'
import { openLiveDeltas } from '../core/live/open-live-deltas.ts'
import { openPresence } from '../core/live/open-presence.ts'
import { openModels } from '../core/models/open-models.ts'
import type { Models } from '../core/ports/models.ts'
import type { Presence } from '../core/ports/presence.ts'
import type { Store } from '../core/ports/store.ts'
import { hashBlob } from '../core/store/hash-blob.ts'
import { errorMessage } from '../core/values/errors.ts'
import type { SessionId } from '../core/values/ids.ts'
import { environment } from './auth/environment.ts'
import type { ChoosingKeys } from './config/choose-model.ts'
import type { Config, SandboxChoice } from './config/config-file.ts'
import { keysOf } from './config/has-key.ts'
import { mountIndexes, places, readState } from './open-store.ts'
import { remoteWorks } from './remote/remote-works.ts'
import { UsageError } from './errors.ts'
import { requireServersKey, serversOwnKeys } from './remote/keyed-server.ts'
import { serversCommands } from './remote/servers-commands.ts'
import { openWorkshop, type Workshop, type WorkshopOptions } from './work/workshop.ts'

/* Here and in `work/workshop.ts` is constructed what sessions are worked on with. SDKs, sandbox and store are imported
   when they are first wanted; what every run wants is not, because each split costs a file to load. */

/** A stage for blobs that become durable with what is submitted next. */
export function openBlobStage(store: Pick<Store, 'blobs'>): Stage {
  return openStage(store.blobs, hashBlob)
}

/** What sessions are worked on with. */
export interface Work extends Pick<Workshop, 'offer'> {
  readonly host: Host
  /** What a person calls the server whose workers work on the sessions; null where this machine does. */
  readonly server: string | null
  readonly models: Models
  /** Where snapshots keep what makes the next one cheap. */
  readonly indexDirectory: string
  /** Who else is attached to a session. */
  readonly presence: Presence
  /** Calls back when the server of a session is not heard any more, and when it is again; returns the stop. */
  link(session: SessionId, changed: (isHere: boolean) => void): () => void
  /** Looks whether a session that is there can be worked on as the command line asks. @throws UsageError */
  requireSandbox(session: SessionId): Promise<void>
  /** Looks whether the server that works on the sessions has the key of a provider. @throws NoKeyError */
  requireKey(provider: string): Promise<void>
  /** By which keys a model is chosen that nobody names. */
  choosingKeys(): Promise<ChoosingKeys>
  /** Why this process cannot ask the model of a session, null when it can. */
  whyUnable(session: SessionId): Promise<string | null>
  close(): Promise<void>
}

/** How sessions are worked on. */
export interface WorkOptions extends Pick<WorkshopOptions, 'sandbox' | 'stateDirectory'> {
  /** What the command line itself says of the sandbox: a server hears of nothing else. Default: nothing. */
  readonly askedSandbox?: SandboxChoice | null
  readonly config: Pick<Config, 'providers'>
  /** Whether no other process can see the sessions of this store. */
  readonly ephemeral?: boolean
}

/** Opens the host of this process over a store; SDKs and sandbox are loaded by what first wants them. */
export function openWork(store: Store, options: WorkOptions): Work {
  const models = openModels({ configured: options.config.providers, env: environment(options.config.providers) })
  const owner = thisProcess()
  const { run, data } = places()
  const livePorts = { leases: store.leases, log: store.log, owner, isGone }
  const elsewhere = remoteWorks.get(store) ?? null
  const serversWay =
    elsewhere === null
      ? null
      : async () => serversCommands(await elsewhere.host.commands(), options.askedSandbox ?? null)
  const workshop = openWorkshop(store, { ...options, ...(serversWay !== null && { elsewhere: serversWay }) })
  const { toolset, shell, returned, offer, close } = workshop
  const isShared = options.ephemeral !== true && elsewhere === null
  const live = isShared ? openLiveDeltas({ ...livePorts, place: meetingPlace(run) }) : null
  const deltas = live ?? openLocalDeltas()
  const host =
    elsewhere?.host ??
    openHost({
      ...{ store, models, toolset, shell, deltas, owner, returned },
      ...{ clock: systemClock, hash: hashBlob },
    })
  return {
    host,
    server: elsewhere?.name ?? null,
    models,
    offer,
    requireSandbox: async (session) => {
      if (serversWay === null || !options.askedSandbox) return
      const { noShell } = await serversWay()
      if (noShell !== null && (await workshop.offersShell(session)))
        throw new UsageError(`session ${session} has commands run: ${noShell}`)
    },
    requireKey: async (provider) => {
      if (elsewhere !== null) await requireServersKey(elsewhere, provider, options.config.providers)
    },
    choosingKeys: async () => {
      const { providers } = options.config
      return elsewhere === null ? keysOf(environment(providers)) : serversOwnKeys(elsewhere)
    },
    indexDirectory: options.ephemeral === true ? join(options.stateDirectory, 'mounts') : mountIndexes(),
    presence: elsewhere?.presence ?? openPresence({ ...livePorts, directories: run, store: data }),
    link: (session, changed) => elsewhere?.feed(session).link(changed) ?? (() => undefined),
    whyUnable: async (session) => {
      if (elsewhere !== null) return null
      const config = (await readState(store, session)).session
      // Not created yet: whoever creates it knows what it takes.
      if (config === null) return null
      return models.open(config).then(() => null, errorMessage)
    },
    close: async () => {
      live?.close()
      await close()
    },
  }
}
