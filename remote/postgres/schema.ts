import type { ClientBase } from 'pg'
import { errorCode } from '../../core/values/errors.ts'
import { PostgresRolesError, PostgresSchemaError } from './errors.ts'

/** Queries run as this role: it owns nothing, so that row-level security binds it whoever logged in. */
export const servingRole = 'lightspeed_serving'

/** Sees which sessions of all tenants have commands that wait, and which workers there are; nothing else. */
export const sweepingRole = 'lightspeed_sweeping'

/** Of the setting that names the tenant of a transaction. */
export const tenantSetting = 'lightspeed.tenant'

/**
 * Of the setting that holds the SHA-256 of a key, in hex: whoever presents a key may see that key's row and no other,
 * for its tenant is not known before.
 */
export const keySetting = 'lightspeed.key'

/** Of the advisory lock under which one process at a time migrates. */
const migrationLock = 0x6c69_6768

const tables = ['sessions', 'events', 'ops', 'inbox', 'checkpoints', 'blobs']

/** Nobody sees a row of it, its owner included, but by a policy. */
const closed = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;`

/** An unset setting is an empty string once it was set in the same connection: no tenant, either way. */
const guarded = (table: string) => `${closed(table)}
  CREATE POLICY tenant ON ${table} USING (tenant = nullif(current_setting('${tenantSetting}', true), ''));
  GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${servingRole};`

/** Each takes the schema one version up. Only ever add to the end. */
const migrations: readonly string[] = [
  `
  CREATE TABLE sessions (
    tenant text NOT NULL,
    id text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    name text,
    directory text NOT NULL,
    model text NOT NULL,
    title text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    head bigint NOT NULL DEFAULT 0,
    origin text,
    epoch bigint NOT NULL DEFAULT 0,
    owner text,
    until_ms bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, id)
  );
  CREATE INDEX sessions_by_age ON sessions (tenant, updated_at DESC, number DESC);

  CREATE TABLE events (
    tenant text NOT NULL,
    session text NOT NULL,
    seq bigint NOT NULL,
    at bigint NOT NULL,
    op_id text NOT NULL,
    kind text NOT NULL,
    version integer NOT NULL,
    payload text NOT NULL,
    PRIMARY KEY (tenant, session, seq),
    FOREIGN KEY (tenant, session) REFERENCES sessions ON DELETE CASCADE
  );
  CREATE INDEX inputs ON events (tenant, session, seq) WHERE kind IN ('run.requested', 'run.steered');

  CREATE TABLE ops (
    tenant text NOT NULL,
    session text NOT NULL,
    op_id text NOT NULL,
    first_seq bigint NOT NULL,
    events integer NOT NULL,
    PRIMARY KEY (tenant, session, op_id),
    FOREIGN KEY (tenant, session) REFERENCES sessions ON DELETE CASCADE
  );

  CREATE TABLE inbox (
    tenant text NOT NULL,
    session text NOT NULL,
    id text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    command text NOT NULL,
    settled boolean NOT NULL DEFAULT false,
    rejection text,
    PRIMARY KEY (tenant, session, id),
    FOREIGN KEY (tenant, session) REFERENCES sessions ON DELETE CASCADE
  );
  CREATE INDEX inbox_pending ON inbox (tenant, session, number) WHERE NOT settled;

  CREATE TABLE checkpoints (
    tenant text NOT NULL,
    session text NOT NULL,
    seq bigint NOT NULL,
    version integer NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (tenant, session),
    FOREIGN KEY (tenant, session) REFERENCES sessions ON DELETE CASCADE
  );

  CREATE TABLE blobs (
    tenant text NOT NULL,
    hash bytea NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (tenant, hash)
  );
  ALTER TABLE blobs ALTER COLUMN bytes SET STORAGE EXTERNAL;
  ${tables.map(guarded).join('')}
  `,
  `
  CREATE TABLE model_keys (
    tenant text NOT NULL,
    provider text NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (tenant, provider)
  );
  ${guarded('model_keys')}
  `,
  `
  CREATE TABLE api_keys (
    tenant text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    hash bytea NOT NULL UNIQUE,
    created_at bigint NOT NULL,
    revoked_at bigint,
    PRIMARY KEY (tenant, id)
  );
  ${guarded('api_keys')}
  CREATE POLICY bearer ON api_keys FOR SELECT USING (hash = decode(nullif(current_setting('${keySetting}', true), ''), 'hex'));
  `,
  `
  CREATE POLICY sweep ON inbox FOR SELECT TO ${sweepingRole} USING (NOT settled);
  GRANT SELECT (tenant, session, settled) ON inbox TO ${sweepingRole};
  CREATE INDEX inbox_waiting ON inbox (tenant, session) WHERE NOT settled;
  `,
  `
  CREATE TABLE workers (
    queue text NOT NULL,
    id text NOT NULL,
    commands text NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (queue, id)
  );
  ${closed('workers')}
  CREATE POLICY all_tenants ON workers TO ${sweepingRole} USING (true);
  GRANT SELECT, INSERT, UPDATE, DELETE ON workers TO ${sweepingRole};
  `,
  `
  CREATE POLICY sweep ON sessions FOR SELECT TO ${sweepingRole} USING (owner IS NOT NULL);
  GRANT SELECT (tenant, id, owner, until_ms) ON sessions TO ${sweepingRole};
  CREATE INDEX sessions_held ON sessions (until_ms) WHERE owner IS NOT NULL;
  CREATE TABLE troubles (
    tenant text NOT NULL,
    session text NOT NULL,
    epoch bigint NOT NULL,
    code text NOT NULL,
    message text NOT NULL,
    PRIMARY KEY (tenant, session),
    FOREIGN KEY (tenant, session) REFERENCES sessions ON DELETE CASCADE
  );
  ${guarded('troubles')}
  `,
]

/** What a database needs before it can be served from. */
export const schemaVersion = migrations.length

/** Version of the schema there is, 0 for none. */
export async function foundVersion(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ found: boolean }>(
    `SELECT to_regclass('lightspeed_schema') IS NOT NULL AS found`,
  )
  if (rows[0]?.found !== true) return 0
  const { rows: versions } = await client.query<{ version: number }>('SELECT version FROM lightspeed_schema')
  return versions[0]?.version ?? 0
}

/** Brings the schema up to date, all or nothing, one process at a time. @throws PostgresSchemaError when it is newer */
export async function migrate(client: ClientBase, server: string): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock])
    const found = await foundVersion(client)
    if (found > schemaVersion) throw new PostgresSchemaError(server, found, schemaVersion)
    if (found < schemaVersion) await apply(client, found, server)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function apply(client: ClientBase, found: number, server: string): Promise<void> {
  await makeRoles(client, server)
  await client.query(`
    CREATE TABLE IF NOT EXISTS lightspeed_schema (version integer NOT NULL);
    GRANT SELECT ON lightspeed_schema TO ${servingRole};`)
  for (const migration of migrations.slice(found)) await client.query(migration)
  await client.query('DELETE FROM lightspeed_schema')
  await client.query('INSERT INTO lightspeed_schema (version) VALUES ($1)', [schemaVersion])
}

async function makeRoles(client: ClientBase, server: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT quote_ident(CURRENT_USER) AS name')
  const user = rows[0]?.name ?? ''
  const roles = [servingRole, sweepingRole]
  await client.query(roles.map(role).join('')).catch((error: unknown) => {
    if (errorCode(error) === insufficientPrivilege) throw new PostgresRolesError(server, user, roles)
    throw error
  })
}

const insufficientPrivilege = '42501'

/** A role that nobody logs in as. Roles are of the whole server: another database may have made it. */
const role = (name: string) => `
    DO $$ BEGIN
      -- Only then: whoever may not create roles is refused before it is seen that there is one.
      IF to_regrole('${name}') IS NULL THEN CREATE ROLE ${name} NOLOGIN NOSUPERUSER NOBYPASSRLS; END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$;
    DO $$ BEGIN
      IF NOT pg_has_role(CURRENT_USER, '${name}', 'MEMBER') THEN GRANT ${name} TO CURRENT_USER; END IF;
    END $$;`
