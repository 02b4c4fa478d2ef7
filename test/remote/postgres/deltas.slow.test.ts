import pg from 'pg'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Delta, Deltas } from '../../../core/ports/deltas.ts'
import type { OpId, SessionId } from '../../../core/values/ids.ts'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { session, withSession } from '../../contract/store-samples.ts'
import { startPostgres } from '../../support/postgres.ts'
import { noLargeBlobs } from './no-large-blobs.ts'
import { waitFor } from '../../support/wait-for.ts'

const server = startPostgres()
const ours = tenant('ours')
const op = 'r1/t1/model' as OpId
let url = ''

beforeAll(async () => {
  url = await server().createDatabase()
  const postgres = await openPostgres({ url, migrates: true })
  await withSession(postgres.store(ours, noLargeBlobs))
  await postgres.close()
})

/** A process of its own, as far as Postgres sees. */
async function open(name = ours): Promise<Deltas> {
  const postgres = await openPostgres({ url })
  onTestFinished(() => postgres.close())
  return postgres.deltas(name)
}

const word = (n: number, text = `word${n} `, opId = op): Delta => ({
  opId,
  attempt: 1,
  n,
  part: { type: 'text', text },
})

/** Subscribes, and puts together what is heard of each operation. */
function listen(deltas: Deltas, id = session) {
  const texts = new Map<OpId, string>()
  const heard: Delta[] = []
  const stop = deltas.subscribe(id, (delta) => {
    heard.push(delta)
    const text = delta.part.type === 'text' ? delta.part.text : ''
    texts.set(delta.opId, delta.n === 0 ? text : (texts.get(delta.opId) ?? '') + text)
  })
  return { heard, stop, text: (opId = op) => texts.get(opId) ?? '' }
}

const words = (count: number) => Array.from({ length: count }, (_, n) => `word${n} `).join('')

test('what streams in one process is heard in another, whole and in order, with fewer messages than words', async () => {
  const [worker, gateway] = [await open(), await open()]
  const { text, heard } = listen(gateway)
  for (let n = 0; n < 500; n++) {
    worker.publish(session, word(n))
    if (n % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await waitFor(() => expect(text()).toBe(words(500)))
  expect(heard.length).toBeLessThan(100)
  for (const [index, { n, count = 1 }] of heard.entries()) expect(heard[index + 1]?.n ?? 500).toBe(n + count)
})

test('whoever subscribes late is told what has streamed, each subscriber for itself, and then what comes', async () => {
  const [worker, gateway] = [await open(), await open()]
  for (let n = 0; n < 20; n++) worker.publish(session, word(n))
  const early = listen(gateway)
  await waitFor(() => expect(early.text()).toBe(words(20)))
  const late = listen(gateway)
  await waitFor(() => expect(late.text()).toBe(words(20)))
  worker.publish(session, word(20))
  await waitFor(() => expect([early.text(), late.text()]).toEqual([words(21), words(21)]))
  expect(early.heard.filter(({ n }) => n === 0)).toHaveLength(1)
})

test('of an operation that has ended nothing is told', async () => {
  const [worker, gateway] = [await open(), await open()]
  const other = 'r1/t1/c0' as OpId
  worker.publish(session, word(0))
  worker.publish(session, word(0, 'output', other))
  worker.keepOnly(session, [other])
  const { text } = listen(gateway)
  await waitFor(() => expect(text(other)).toBe('output'))
  expect(text()).toBe('')
})

test.each([100_000, 1_000_000])('a delta of %i characters of any script comes whole', async (size) => {
  const [worker, gateway] = [await open(), await open()]
  const long = '漢字 \u{1f600} x'.repeat(size / 8)
  const { text } = listen(gateway)
  worker.publish(session, word(0, long))
  worker.publish(session, word(1, '!'))
  await waitFor(() => expect(text().length).toBe(long.length + 1))
  expect(text()).toBe(`${long}!`)
})

test("other sessions, and other tenants' sessions of the same name, are not heard", async () => {
  const [worker, gateway, stranger] = [await open(), await open(), await open(tenant('theirs'))]
  const theirs = listen(stranger)
  const other = listen(gateway, 'another' as SessionId)
  const own = listen(gateway)
  worker.publish(session, word(0))
  await waitFor(() => expect(own.text()).toBe(words(1)))
  expect([theirs.heard, other.heard]).toEqual([[], []])
})

test('nothing is sent while nobody listens, nor after the last one has gone', async () => {
  const [worker, gateway] = [await open(), await open()]
  const spy = new pg.Client(url)
  await spy.connect()
  onTestFinished(() => spy.end())
  const sent: string[] = []
  const { heard, stop } = listen(gateway)
  worker.publish(session, word(0))
  await waitFor(() => expect(heard).toHaveLength(1))
  const { rows } = await spy.query<{ channel: string }>(
    `SELECT substring(query FROM 'LISTEN (lightspeed_deltas_[0-9a-f]+)') AS channel FROM pg_stat_activity
     WHERE query LIKE 'LISTEN lightspeed_deltas_%'`,
  )
  spy.on('notification', ({ payload = '' }) => sent.push(payload))
  await spy.query('LISTEN lightspeed_listeners')
  for (const { channel } of rows) await spy.query(`LISTEN ${channel}`)
  stop()
  await waitFor(() => expect(sent.filter((payload) => payload.startsWith('stop'))).toHaveLength(1))
  // Behind the stop on the same connection, so that the worker has heard it, too.
  const other = listen(gateway, 'another' as SessionId)
  worker.publish('another' as SessionId, word(0))
  await waitFor(() => expect(other.heard).toHaveLength(1))
  sent.length = 0
  worker.publish(session, word(1))
  worker.publish('another' as SessionId, word(1))
  await waitFor(() => expect(other.heard).toHaveLength(2))
  // Notifications come before the end of whatever is asked behind them.
  await spy.query('SELECT 1')
  expect(sent.filter((payload) => payload.includes('word1'))).toHaveLength(1)
})

test('a connection that breaks is opened again, and what was missed is told anew', async () => {
  const [worker, gateway] = [await open(), await open()]
  const { text } = listen(gateway)
  worker.publish(session, word(0))
  await waitFor(() => expect(text()).toBe(words(1)))
  const admin = new pg.Client(url)
  await admin.connect()
  onTestFinished(() => admin.end())
  await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN lightspeed_%'`)
  worker.publish(session, word(1))
  worker.publish(session, word(2))
  await waitFor(() => expect(text()).toBe(words(3)))
})
