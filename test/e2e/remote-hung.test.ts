import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { startPostgres } from '../support/postgres.ts'
import { openRemoteDesk, serverEnvironment } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { waitFor } from '../support/wait-for.ts'
import { answers, gate } from '../tui/support/answers.ts'

/** Stops a process and its children, until the end of the test. */
function hang(parent: number): void {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(parent)], { encoding: 'utf8' })
  for (const pid of [parent, ...children.split('\n').map(Number)].filter((pid) => pid > 0)) {
    try {
      process.kill(pid, 'SIGSTOP')
      onTestFinished(() => void process.kill(pid, 'SIGCONT'))
    } catch (error) {
      // One that served a connection which has ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe.skipIf(!hasServers)(`servers that hang, or are not what they should be${serversSuffix}`, () => {
  const surroundings = startSurroundings()
  const postgres = startPostgres()

  test(
    'with Postgres hung in the middle of a turn calls are answered, and SIGTERM ends the roles',
    { timeout: 240_000 },
    async () => {
      const half = gate()
      const script = answers({
        tell: { text: `BEGIN ${'a story '.repeat(20)}`, goesOnAfter: half.opened, deltaChars: 9 },
      })
      const mock = await startMockProvider(script)
      onTestFinished(() => mock.close())
      const place = { ...(await surroundings()), postgresUrl: await postgres().createDatabase() }
      const desk = await openRemoteDesk(place, mock, { apart: { silence: 15 } })
      expect((await desk.run(['run', '--detach', 'tell', '-m', modelOf['anthropic-messages']])).code).toBe(0)
      await waitFor(() => mock.requests.length > 0)
      hang(postgres().pid())
      const asked = await fetch(`${desk.url}/v1/rpc`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${desk.key}` },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'workers.describe' }),
      })
      expect(await asked.text()).toMatch(/store-silent|postgres-unreachable/)
      const roles = [desk.gateway.pid, desk.worker.pid]
      desk.gateway.signal('SIGTERM')
      desk.worker.signal('SIGTERM')
      half.open()
      await expect.poll(() => roles.some(isThere), { timeout: 100_000 }).toBe(false)
    },
  )

  test('a role does not start where it could not work, and says what to do', async () => {
    const mock = await startMockProvider(answers({}))
    onTestFinished(() => mock.close())
    const place = await surroundings()
    const desk = await openRemoteDesk(place, mock)
    const env = serverEnvironment(place, Buffer.alloc(32).toString('base64'))
    const port = ['--port', '0']
    const nowhere = await desk.run(['gateway', ...port, '--namespace', 'nowhere'], { env })
    expect([nowhere.code, nowhere.stderr]).toEqual([
      1,
      expect.stringContaining('temporal operator namespace create -n nowhere'),
    ])
    const bucket = await desk.run(['gateway', ...port, '--s3-bucket', 'no-such-bucket'], { env })
    expect([bucket.code, bucket.stderr]).toEqual([
      1,
      expect.stringMatching(/bucket no-such-bucket refused .* check the bucket/),
    ])
    const file = join(process.cwd(), 'package.json', 'blobs')
    const files = await desk.run(['gateway', ...port, '--blobs', file], { env })
    expect([files.code, files.stderr]).toEqual([1, expect.stringContaining('blobs cannot be written to')])
  })
})
