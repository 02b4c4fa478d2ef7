import { LightspeedError } from '../../core/values/errors.ts'

/** The database did not answer, or went away, for longer than we wait; nothing was acknowledged. */
export class PostgresUnreachableError extends LightspeedError {
  readonly code = 'postgres-unreachable'
  constructor(server: string, reason: string, cause: unknown) {
    super(`Postgres at ${server} does not answer (${reason}): start it, or check the address, and try again`)
    this.cause = cause
  }
}

/** The server has no room left. */
export class PostgresFullError extends LightspeedError {
  readonly code = 'disk-full'
  constructor(server: string, cause: unknown) {
    super(`Postgres at ${server} has no space left: free some space there and try again`)
    this.cause = cause
  }
}

/** A setting of the server, or a right of our role, would break a promise of the store. */
export class UnsafePostgresError extends LightspeedError {
  readonly code = 'store-unsafe-postgres'
  constructor(server: string, found: string, remedy: string) {
    super(`will not keep sessions in Postgres at ${server}: ${found}; ${remedy}`)
  }
}

/** Lacks our tables, or has those of another version. */
export class PostgresSchemaError extends LightspeedError {
  readonly code = 'store-schema'
  constructor(server: string, found: number, known: number) {
    super(
      found > known
        ? `Postgres at ${server} has schema ${found}, this lightspeed knows up to ${known}: upgrade lightspeed`
        : `Postgres at ${server} has schema ${found} and ${known} is needed: a role that owns the database has to migrate it first`,
    )
  }
}

/** Our roles are not there, or not ours to take, and this user may not change that. */
export class PostgresRolesError extends LightspeedError {
  readonly code = 'store-roles'
  constructor(server: string, user: string, roles: readonly string[]) {
    const statements = roles.map((role) => `CREATE ROLE ${role} NOLOGIN;`).join(' ')
    super(
      `${user} may not make, or take, the roles ${roles.join(' and ')} in Postgres at ${server}: let somebody who may create roles ` +
        `run: ${statements} GRANT ${roles.join(', ')} TO ${user}; (without the CREATE of a role that is there)`,
    )
  }
}

/** A tenant that cannot be one. */
export class TenantNameError extends LightspeedError {
  readonly code = 'tenant-name'
  constructor(name: string) {
    super(
      `${JSON.stringify(name)} cannot name a tenant: use 1 to 63 of a-z, 0-9, - and _, beginning with a letter or digit`,
    )
  }
}

/** A key that the tenant does not have. */
export class ApiKeyNotFoundError extends LightspeedError {
  readonly code = 'api-key-not-found'
  constructor(id: string) {
    super(`no key ${id}: ids are the part between the underscores of a key, list them first`)
  }
}

/** Any other refusal of the server; nothing was acknowledged. */
export class PostgresError extends LightspeedError {
  readonly code = 'store-io'
  constructor(server: string, reason: string, cause: unknown) {
    super(`Postgres at ${server} refused (${reason})`)
    this.cause = cause
  }
}
