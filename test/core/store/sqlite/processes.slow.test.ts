import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openSqliteStore } from '../../../../core/store/sqlite/open-sqlite-store.ts'
import { session } from '../../../contract/store-samples.ts'
import { temporaryDirectory } from '../temporary-directory.ts'
import { appendedBlob } from './appended-blob.ts'

const script = fileURLToPath(new URL('append-process.ts', import.meta.url))

interface Appender {
  readonly process: ChildProcess
  /** Heads acknowledged so far. */
  readonly acknowledged: number[]
  readonly exited: Promise<unknown>
}

function startAppender(directory: string, name: string, appends: number): Appender {
  const args = ['--experimental-transform-types', '--no-warnings', script, directory, name, String(appends)]
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void process_.kill('SIGKILL'))
  const acknowledged: number[] = []
  let rest = ''
  process_.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    acknowledged.push(...lines.map(Number))
  })
  return { process: process_, acknowledged, exited: once(process_, 'close') }
}

test('processes that open a new store at once and append at once lose nothing and leave no gap', async () => {
  const directory = join(temporaryDirectory(), 'state')
  const [processes, appends] = [6, 60]
  const appenders = Array.from({ length: processes }, (_, index) => startAppender(directory, `p${index}`, appends))
  const exits = await Promise.all(appenders.map(({ exited }) => exited))
  expect(exits).toEqual(appenders.map(() => [0, null]))
  const heads = appenders.flatMap(({ acknowledged }) => acknowledged).sort((one, other) => one - other)
  expect(heads).toEqual(Array.from({ length: processes * appends }, (_, index) => index + 1))
  const store = openSqliteStore({ directory })
  onTestFinished(async () => store.close())
  const entries = await store.log.read(session, 0)
  expect(entries.map(({ seq }) => seq)).toEqual(heads)
  for (const { acknowledged } of appenders)
    expect(acknowledged).toEqual(acknowledged.toSorted((one, other) => one - other))
})

test('a process killed while it appends keeps every acknowledged event, and its blobs, and the next goes on', async () => {
  const directory = join(temporaryDirectory(), 'state')
  const kills = 5
  let atLeast = 0
  for (let kill = 0; kill < kills; kill++) {
    const appender = startAppender(directory, `kill${kill}`, 100_000)
    await vi.waitFor(() => expect(appender.acknowledged.length).toBeGreaterThan(10 + kill * 3), {
      timeout: 30_000,
      interval: 1,
    })
    appender.process.kill('SIGKILL')
    await appender.exited
    const store = openSqliteStore({ directory })
    const entries = await store.log.read(session, 0)
    const last = appender.acknowledged.at(-1) ?? 0
    expect(last).toBeGreaterThan(atLeast)
    expect(entries.length).toBeGreaterThanOrEqual(last)
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
    const own = entries.filter(({ opId }) => opId.startsWith(`kill${kill}/`))
    const refs = new Set(own.map((_, index) => appendedBlob(index).ref))
    expect(await store.blobs.has([...refs])).toEqual(refs)
    atLeast = entries.length
    await store.close()
  }
})
