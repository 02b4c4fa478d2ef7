import { expect, onTestFinished, test } from 'vitest'
import type { Command } from '../../../core/machine/commands.ts'
import type { CommandId, RunId, SessionId } from '../../../core/values/ids.ts'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { pageBytes } from '../../../remote/postgres/page-bytes.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { newSession, request, session, staged, withSession } from '../../contract/store-samples.ts'
import { startPostgres } from '../../support/postgres.ts'
import { noLargeBlobs } from './no-large-blobs.ts'

const server = startPostgres()
const megabyte = 'x'.repeat(1024 * 1024)
const most = pageBytes / megabyte.length
const many = Array.from({ length: most * 3 }, (_, index) => index)

async function open() {
  const postgres = await openPostgres({ url: await server().createDatabase(), migrates: true })
  onTestFinished(() => postgres.close())
  return withSession(postgres.store(tenant('ours'), noLargeBlobs))
}

test('commands that wait are read until they are a few megabytes, and the others when these are settled', async () => {
  const { inbox } = await open()
  const command: Command = { kind: 'session.rename', name: megabyte }
  for (const index of many) await inbox.submit(session, { id: `c${index}` as CommandId, command }, [])
  const first = await inbox.pending(session)
  expect(first.map(({ id }) => id)).toEqual(many.slice(0, most).map((index) => `c${index}`))
  for (const { id } of first) await inbox.settle(session, id, null, 0)
  expect((await inbox.pending(session))[0]?.id).toBe(`c${most}`)
})

test('entries, inputs and sessions are read until they are a few megabytes', async () => {
  const { log, sessions } = await open()
  const events = [{ kind: 'run.started', runId: megabyte as RunId }] as const
  for (const index of many) await log.append(request(`a${index}`, { events }))
  expect(await log.read(session, 0, 1000, pageBytes)).toHaveLength(most)
  expect(await log.read(session, 0)).toHaveLength(many.length)
  for (const index of many)
    await sessions.create(newSession({ id: `fat${index}` as SessionId, createdAt: 5000 + index, title: megabyte }))
  const listed = await sessions.list({ limit: 1000 })
  expect(listed.map(({ id }) => id)).toEqual(
    [...many]
      .reverse()
      .slice(0, most)
      .map((index) => `fat${index}`),
  )
  expect(await sessions.list({ limit: 2 })).toHaveLength(2)
})

test('inputs are read until they are a few megabytes', async () => {
  const { log, sessions } = await open()
  const { ref } = staged(1)
  for (const index of many) {
    const runId = `${index}${megabyte}` as RunId
    const event = { kind: 'run.requested', runId, input: { ref, kind: 'user' } } as never
    await log.append(request(`a${index}`, { events: [event] }))
  }
  expect((await sessions.inputs(session)).map(({ seq }) => seq)).toEqual(many.slice(0, most).map((index) => index + 1))
})
