import type { WrittenEntry } from '../../core/store/is-said-again.ts'
import type { OpId, SessionId } from '../../core/values/ids.ts'
import { together, type Query } from './transaction.ts'
import type { Tenant } from './tenant.ts'

/** What one append recorded. */
export interface OpRow {
  readonly opId: OpId
  readonly firstSeq: number
  readonly events: number
}

/** Adds events and the ops that recorded them, in two statements however many there are. */
export async function insertEntries(
  query: Query,
  tenant: Tenant,
  session: SessionId,
  rows: readonly WrittenEntry[],
  ops: readonly OpRow[],
): Promise<void> {
  await together(
    query(
      `INSERT INTO events (tenant, session, seq, at, op_id, kind, version, payload)
       SELECT $1, $2, * FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::integer[], $8::text[])`,
      [tenant, session, ...columns(rows, ['seq', 'at', 'opId', 'kind', 'version', 'payload'])],
    ),
    query(
      `INSERT INTO ops (tenant, session, op_id, first_seq, events)
       SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[], $5::integer[])`,
      [tenant, session, ...columns(ops, ['opId', 'firstSeq', 'events'])],
    ),
  )
}

function columns<Row>(rows: readonly Row[], names: readonly (keyof Row)[]): readonly (readonly unknown[])[] {
  return names.map((name) => rows.map((row) => row[name]))
}
