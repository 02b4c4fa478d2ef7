import type { Deltas } from '../../core/ports/deltas.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Tenant } from '../postgres/tenant.ts'
import type { TenantAttendance } from '../postgres/open-attendance.ts'
import type { Trouble } from '../postgres/troubles.ts'
import type { CommandsInfo } from './contract-values.ts'
import type { Keys } from './keys.ts'

/** What a gateway stands on. */
export interface GatewayOptions {
  readonly keys: Keys
  readonly storeOf: (tenant: Tenant) => Store
  readonly deltasOf: (tenant: Tenant) => Pick<Deltas, 'subscribe'>
  readonly attendanceOf: (tenant: Tenant) => TenantAttendance
  /** Has a session worked on; durable when it resolves. */
  readonly wake: (tenant: Tenant, session: SessionId) => Promise<void>
  /** Why workers cannot go on with a session; null when they can. */
  readonly troubleOf: (tenant: Tenant, session: SessionId) => Promise<Trouble | null>
  /** How workers run commands; null when none has ever been there. */
  readonly commands: () => Promise<CommandsInfo['commands'] | null>
  /** Providers that a tenant has a model key of. */
  readonly keyedProviders: (tenant: Tenant) => Promise<readonly string[]>
  /** Of the program. */
  readonly version: string
  /** Rejects, or says nothing, while requests could not be answered; default: always ready. */
  readonly isReady?: () => Promise<void>
  /** Hears of what went wrong; default: nobody does. */
  readonly failed?: (error: unknown, request: string) => void
  /** What is known of a database that is still waited for, to be told when that lasts too long; default: nothing. */
  readonly whySilent?: () => Error | null
  /** Of the body of one request to `/v1/rpc`; default: limits.ts. */
  readonly rpcBytes?: number
  /** Of the bodies that are being read together; default: limits.ts. */
  readonly heldBytes?: number
  /** How long a call may take that moves no blobs, and telling a worker of a command, ms; default: limits.ts. */
  readonly answerMs?: number
  readonly wakeMs?: number
  /** How long it may take to say that requests can be answered, ms. */
  readonly readyMs?: number
  /** How often a quiet stream shows that it lives, unless its client asks for more, and its key is looked at again, ms. */
  readonly keepAliveMs?: number
}

/** What every route knows of who asks. */
export interface RouteEnv {
  Variables: { readonly tenant: Tenant; readonly requestId: string }
}
