import { checkStaged } from '../../core/store/check-staged.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Tenant } from '../postgres/tenant.ts'
import { checkLog, checkSession } from './check-log.ts'
import { contractVersion, type MethodName, type ParamsOf, type ResultOf } from './contract.ts'
import type { CommandsInfo } from './contract-values.ts'
import { readTogether } from './read-together.ts'
import { answerBytes, listedRows, wakeMs } from './limits.ts'
import { NotWokenError } from './rpc-error.ts'
import { within } from './within.ts'
import type { Trouble } from '../postgres/troubles.ts'

/** What the methods of one tenant stand on. */
export interface TenantDoor {
  readonly tenant: Tenant
  readonly store: Store
  /** Of the program. */
  readonly version: string
  /** Why workers cannot go on with a session; null when they can. */
  trouble(session: SessionId): Promise<Trouble | null>
  /** How workers run commands; null when none has ever been there. */
  commands(): Promise<CommandsInfo['commands'] | null>
  /** Providers that the tenant has a model key of. */
  keyedProviders(): Promise<readonly string[]>
  /** Has a session worked on. */
  wake(session: SessionId): Promise<void>
  /** How long that may take, ms; default: limits.ts. */
  readonly mostWakeMs?: number
}

/** Each method as a function of its parameters. */
export type Methods = { readonly [Name in MethodName]: (params: ParamsOf<Name>) => Promise<ResultOf<Name>> }

/** The methods of one tenant. Parameters have been checked against the contract. */
export function createMethods(door: TenantDoor): Methods {
  const { tenant, store, version, commands, keyedProviders, trouble, wake, mostWakeMs = wakeMs } = door
  const { sessions, log, inbox, checkpoints, leases, blobs } = store
  return {
    info: async () => ({ contract: contractVersion, version, tenant }),
    'workers.describe': async () => {
      const known = await commands()
      return known === null ? null : { commands: known }
    },
    'model-keys.list': keyedProviders,
    'sessions.create': async ({ session }) => {
      checkSession(session)
      return sessions.create(session)
    },
    'sessions.restore': async ({ session, log: restored }) => {
      checkSession(session)
      checkLog(restored)
      return sessions.restore(session, restored)
    },
    'sessions.trouble': ({ session }) => trouble(session),
    'sessions.get': ({ session }) => sessions.get(session),
    'sessions.list': (filter) => sessions.list(filter),
    'sessions.inputs': async ({ session }) => (await sessions.inputs(session ?? undefined)).slice(0, listedRows),
    'sessions.rename': async ({ session, name }) => {
      await sessions.rename(session, name)
      return null
    },
    'sessions.remove': async ({ session }) => {
      await sessions.remove(session)
      return null
    },
    'log.read': ({ session, after, limit }) => log.read(session, after, limit, answerBytes),
    'log.head': ({ session }) => log.head(session),
    'inbox.submit': async ({ session, id, command, blobs: given }) => {
      const staged = given.map(({ ref, base64 }) => ({ ref, bytes: Buffer.from(base64, 'base64') }))
      checkStaged(staged)
      await inbox.submit(session, { id, command }, staged)
      // Also for a repeated one: whoever sent it first may have died before it was heard.
      const late = () => new Error(`no answer within ${mostWakeMs} ms`)
      await within(mostWakeMs, wake(session), late).catch((error: unknown) => {
        throw new NotWokenError(error)
      })
      return null
    },
    'inbox.status': ({ session, id }) => inbox.status(session, id),
    'inbox.pending': ({ session }) => inbox.pending(session),
    'checkpoints.load': ({ session }) => checkpoints.load(session),
    'leases.holder': async ({ session }) => ({ holder: await leases.holder(session), now: Date.now() }),
    'blobs.has': async ({ refs }) => [...(await blobs.has(refs))],
    'blobs.get': ({ refs }) => readTogether(blobs, refs),
    'blobs.put': ({ blobs: given }) => blobs.put(given.map((base64) => Buffer.from(base64, 'base64'))),
  }
}
