import type { PoolClient, QueryResult } from 'pg'
import { isConnectionLost } from './translate-error.ts'

/** Runs one statement in the transaction under way. Whole numbers come as numbers. */
export type Query = <Row extends object = never>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>

/**
 * Waits for statements that were sent one behind the other without waiting; each sees what those in front of it did, and
 * what was committed when it begins. The first that failed is told, for it made the others fail.
 */
export async function together<Sent extends readonly Promise<unknown>[]>(
  ...sent: Sent
): Promise<{ [Index in keyof Sent]: Awaited<Sent[Index]> }> {
  await Promise.allSettled(sent)
  for (const each of sent) await each
  return Promise.all(sent)
}

/** Work with a connection, and whether that may be used again afterwards. */
export interface Outcome<Result> {
  readonly result: PromiseSettledResult<Result>
  readonly isBroken: boolean
}

/* By transaction and not by connection, so that a pooler between us and the server does no harm. What begins one is sent
   and not waited for: if it fails, the server refuses all that follows, up to the end of what has begun. */
const begin = (identity: string): string => `BEGIN; ${identity}; SET LOCAL synchronous_commit = on`

/** A transaction of as many statements as `body` wants; two round trips besides theirs become one. */
export async function runTransaction<Result>(
  client: PoolClient,
  identity: string,
  body: (query: Query) => Promise<Result>,
): Promise<Outcome<Result>> {
  const begun = send(client, begin(identity))
  const query: Query = async (text, values = []) => (await send(client, text, [...values])).rows as never[]
  const [first, worked] = await Promise.allSettled([begun, body(query)])
  const failed = rejected(first) ?? rejected(worked)
  if (failed !== null && isConnectionLost(failed.reason)) return { result: failed, isBroken: true }
  const [ended] = await Promise.allSettled([send(client, failed === null ? 'COMMIT' : 'ROLLBACK')])
  return { result: failed ?? rejected(ended) ?? worked, isBroken: ended.status === 'rejected' }
}

/** A transaction of one statement, in one round trip. A statement that fails makes a rollback of the commit behind it. */
export async function runStatement(
  client: PoolClient,
  identity: string,
  text: string,
  values: readonly unknown[],
): Promise<Outcome<QueryResult>> {
  const sent = [send(client, begin(identity)), send(client, text, [...values]), send(client, 'COMMIT')] as const
  const [begun, answered, committed] = await Promise.allSettled(sent)
  const failed = rejected(begun) ?? rejected(answered) ?? rejected(committed)
  return {
    result: failed ?? answered,
    isBroken: failed !== null && (failed === rejected(committed) || isConnectionLost(failed.reason)),
  }
}

/** Sends a statement; those of one tick go out in one write. */
function send(client: PoolClient, text: string, values?: unknown[]): Promise<QueryResult> {
  const { stream } = (client as unknown as WithStream).connection
  stream.cork()
  process.nextTick(() => stream.uncork())
  return client.query(text, values)
}

function rejected(settled: PromiseSettledResult<unknown>): PromiseRejectedResult | null {
  return settled.status === 'rejected' ? settled : null
}

/** The types of the driver do not say so; its pool relies on it as well. */
interface WithStream {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } }
}
