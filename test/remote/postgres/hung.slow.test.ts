import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { request, session, withSession } from '../../contract/store-samples.ts'
import { startPostgres } from '../../support/postgres.ts'
import { noLargeBlobs } from './no-large-blobs.ts'

const server = startPostgres()

/** Stops the processes that serve Lightspeed's connections to a database, as a network does that swallows everything. */
async function stopServing(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'lightspeed' AND datname = current_database()`,
  )
  await client.end()
  expect(rows).not.toEqual([])
  for (const { pid } of rows) {
    process.kill(pid, 'SIGSTOP')
    onTestFinished(() => void process.kill(pid, 'SIGCONT'))
  }
}

async function open(queryMs: number) {
  const url = await server().createDatabase()
  const postgres = await openPostgres({ url, migrates: true, queryMs })
  onTestFinished(() => postgres.close())
  const { log } = await withSession(postgres.store(tenant('ours'), noLargeBlobs))
  return { url, postgres, log }
}

test('what a connection does not answer is asked over another one', async () => {
  const { url, log } = await open(500)
  await log.append(request('a'))
  await stopServing(url)
  await expect(log.append(request('b'))).resolves.toMatchObject({ status: 'ok' })
  expect(await log.head(session)).toBe(2)
})

test('closing does not wait for a server that is hung, and what waits for it fails', async () => {
  const { url, postgres, log } = await open(600_000)
  const stop = log.watch(session, () => undefined)
  await log.append(request('a'))
  await stopServing(url)
  const asked = expect(log.append(request('b'))).rejects.toMatchObject({ code: 'postgres-unreachable' })
  await wait(50)
  await postgres.close()
  await asked
  stop()
})
