import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { SessionId } from '../../core/values/ids.ts'
import { openPostgres } from '../../remote/postgres/open-postgres.ts'
import { tenant } from '../../remote/postgres/tenant.ts'
import { newSession, request, staged } from '../contract/store-samples.ts'
import { noLargeBlobs } from '../remote/postgres/no-large-blobs.ts'
import { startPostgres } from '../support/postgres.ts'

const kills = 20
const server = startPostgres()

test(`${kills} times Postgres is killed while four sessions append: nothing acknowledged is lost, nothing is there twice`, async () => {
  const postgres = await openPostgres({ url: await server().createDatabase(), migrates: true })
  onTestFinished(() => postgres.close())
  const { log, sessions, blobs } = postgres.store(tenant('ours'), noLargeBlobs)
  const lanes = Array.from({ length: 4 }, (_, lane) => `lane${lane}` as SessionId)
  const acknowledged = new Map<SessionId, number>()
  let isOver = false
  const append = async (session: SessionId) => {
    await sessions.create(newSession({ id: session }))
    for (let count = 0; !isOver; count++) {
      const seed = lanes.indexOf(session) * 100_000 + count
      const appended = await log.append(request(`op${count}`, { session, blobs: [staged(100, seed)] }))
      expect(appended.status).toMatch(/^(ok|duplicate)$/)
      acknowledged.set(session, count + 1)
    }
  }
  const appending = Promise.all(lanes.map(append))
  for (let kill = 0; kill < kills; kill++) {
    const before = total(acknowledged)
    await expect.poll(() => total(acknowledged), { timeout: 20_000, interval: 5 }).toBeGreaterThan(before + 4)
    await wait((kill * 7) % 40)
    await server().crash()
  }
  isOver = true
  await appending
  for (const session of lanes) {
    const entries = await log.read(session, 0)
    const count = acknowledged.get(session) ?? 0
    expect(entries.map(({ seq, opId }) => [seq, opId])).toEqual(
      Array.from({ length: count }, (_, index) => [index + 1, `op${index}`]),
    )
    const last = staged(100, lanes.indexOf(session) * 100_000 + count - 1)
    expect(Buffer.compare(await blobs.get(last.ref), last.bytes)).toBe(0)
  }
})

function total(counts: ReadonlyMap<SessionId, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}
