import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { servingRole, sweepingRole, tenantSetting } from './schema.ts'
import type { Tenant } from './tenant.ts'
import { isCollision, isConnectionLost, translateError } from './translate-error.ts'

/** Runs one statement in the transaction under way. Whole numbers come as numbers. */
export type Query = <Row extends object = never>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>

/** How long the server may be away, ms: its restart after a crash takes some seconds. */
const patienceMs = 30_000

const firstPauseMs = 20
const longestPauseMs = 1_000

/** A pool of connections, of which every transaction is bound to one tenant. */
export class Database {
  constructor(
    readonly pool: pg.Pool,
    /** Host and database, for messages. */
    readonly server: string,
  ) {}

  /**
   * One transaction of a tenant: durable when it resolves, nothing done when it rejects. It is run again, whole, when the
   * connection broke or another transaction was in its way; since a commit may have gone through unheard, what `body` does
   * must bear being done twice. @throws PostgresUnreachableError and the others of errors.ts
   */
  transact<Result>(tenant: Tenant, body: (query: Query) => Promise<Result>): Promise<Result> {
    return this.#patiently(`SET LOCAL ROLE ${servingRole}; SET LOCAL ${tenantSetting} = '${tenant}'`, body)
  }

  /** The same for whoever looks for commands that wait, of all tenants. */
  sweep<Result>(body: (query: Query) => Promise<Result>): Promise<Result> {
    return this.#patiently(`SET LOCAL ROLE ${sweepingRole}`, body)
  }

  async #patiently<Result>(identity: string, body: (query: Query) => Promise<Result>): Promise<Result> {
    const until = Date.now() + patienceMs
    for (let trial = 1, pauseMs = firstPauseMs; ; trial++, pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        return await this.#once(identity, body)
      } catch (error) {
        const isWorthwhile = isCollision(error) || isConnectionLost(error)
        // A process that was stopped for long finds the time of its statement over, and the server where it was.
        const isPatient = trial === 1 || Date.now() + pauseMs <= until
        if (!isWorthwhile || this.pool.ending || !isPatient) throw translateError(error, this.server)
        await wait(pauseMs)
      }
    }
  }

  async #once<Result>(identity: string, body: (query: Query) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect()
    let isBroken = true
    try {
      // In one message; by transaction and not by connection, so that a pooler between us and the server does no harm.
      await client.query(`BEGIN; ${identity}; SET LOCAL synchronous_commit = on`)
      try {
        const result = await body(async (text, values = []) => (await client.query(text, [...values])).rows as never[])
        await client.query('COMMIT')
        isBroken = false
        return result
      } catch (error) {
        isBroken =
          isConnectionLost(error) ||
          (await client.query('ROLLBACK').then(
            () => false,
            () => true,
          ))
        throw error
      }
    } finally {
      client.release(isBroken)
    }
  }
}

/** Of whole numbers of 64 bits, in the catalogue of types. */
const int8 = 20

/** Whole numbers of 64 bits as numbers: ours are counts, sizes and times. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): never => {
    const parser: unknown = oid === int8 ? Number : pg.types.getTypeParser(oid, format)
    return parser as never
  },
}
