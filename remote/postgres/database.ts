import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { servingRole, sweepingRole, tenantSetting } from './schema.ts'
import type { Tenant } from './tenant.ts'
import { runStatement, runTransaction, type Outcome, type Query } from './transaction.ts'
import { isCollision, isConnectionLost, translateError } from './translate-error.ts'

/** How long the server may be away, ms: its restart after a crash takes some seconds. */
const patienceMs = 30_000

const firstPauseMs = 20
const longestPauseMs = 1_000

/** A pool of connections, of which every transaction is bound to one tenant. */
export class Database {
  #lost: unknown = null

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
    return this.#patiently((client) => runTransaction(client, identityOf(tenant), body))
  }

  /** One statement of a tenant, under the same terms, in a single round trip. */
  async ask<Row extends object = never>(
    tenant: Tenant,
    text: string,
    values: readonly unknown[],
  ): Promise<readonly Row[]> {
    const { rows } = await this.#patiently((client) => runStatement(client, identityOf(tenant), text, values))
    return rows as never[]
  }

  /** A `Query` of which each statement is a transaction of its own. */
  apart(tenant: Tenant): Query {
    return (text, values = []) => this.ask(tenant, text, values)
  }

  /** The same for whoever looks for commands that wait, of all tenants. */
  sweep<Result>(body: (query: Query) => Promise<Result>): Promise<Result> {
    return this.#patiently((client) => runTransaction(client, `SET LOCAL ROLE ${sweepingRole}`, body))
  }

  /** Why it could not be reached when that was tried last, while it is still tried; null when it was, or says nothing. */
  get trouble(): Error | null {
    const error = this.#lost === null ? null : translateError(this.#lost, this.server)
    return error instanceof Error ? error : null
  }

  async #patiently<Result>(work: (client: pg.PoolClient) => Promise<Outcome<Result>>): Promise<Result> {
    const until = Date.now() + patienceMs
    for (let trial = 1, pauseMs = firstPauseMs; ; trial++, pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        const result = await this.#once(work)
        this.#lost = null
        return result
      } catch (error) {
        this.#lost = isConnectionLost(error) ? error : null
        const isWorthwhile = isCollision(error) || isConnectionLost(error)
        // A process that was stopped for long finds the time of its statement over, and the server where it was.
        const isPatient = trial === 1 || Date.now() + pauseMs <= until
        if (!isWorthwhile || this.pool.ending || !isPatient) throw translateError(error, this.server)
        await wait(pauseMs)
      }
    }
  }

  async #once<Result>(work: (client: pg.PoolClient) => Promise<Outcome<Result>>): Promise<Result> {
    const client = await this.pool.connect()
    let isReusable = false
    try {
      const { result, isBroken } = await work(client)
      isReusable = !isBroken
      if (result.status === 'rejected') throw result.reason
      return result.value
    } finally {
      client.release(!isReusable)
    }
  }
}

function identityOf(tenant: Tenant): string {
  return `SET LOCAL ROLE ${servingRole}; SET LOCAL ${tenantSetting} = '${tenant}'`
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
