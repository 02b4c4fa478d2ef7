import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { keyOf } from '../support/mock-provider/check-request.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { startPostgres } from '../support/postgres.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { s3Program, s3Suffix, startS3, type S3Server } from '../support/s3-server.ts'
import { startTemporal, temporalProgram, temporalSuffix, type TemporalServer } from '../support/temporal.ts'
import { answers, replaces } from '../tui/support/answers.ts'

const postgres = startPostgres()

describe.skipIf(s3Program === null || temporalProgram === null)(
  `sessions on a server${s3Suffix}${temporalSuffix}`,
  () => {
    let s3: S3Server
    let temporal: TemporalServer
    beforeAll(async () => {
      ;[s3, temporal] = await Promise.all([startS3(), startTemporal()])
    })
    afterAll(async () => {
      await Promise.all([s3.stop(), temporal.stop()])
    })

    async function openOffice(files: Readonly<Record<string, string>>, script: ReturnType<typeof answers>) {
      const mock = await startMockProvider(script)
      onTestFinished(() => mock.close())
      const { accessKeyId, secretAccessKey } = s3.credentials
      const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
      const postgresUrl = await postgres().createDatabase()
      const surroundings = { postgresUrl, temporal, s3: { bucket: s3.bucket, endpoint: s3.endpoint, env } }
      return { mock, desk: await openRemoteDesk(surroundings, mock, files) }
    }

    test('a run edits a mounted directory on the server, and apply brings the change back', async () => {
      const wire = 'anthropic-messages'
      const script = answers({ 'fix it': [replaces('a.txt', ['one', 'two'], wire), { text: 'It is fixed.' }] })
      const { mock, desk } = await openOffice({ 'a.txt': 'one\n', 'large.bin': 'x'.repeat(100_000) }, script)
      const ran = await desk.run(['run', 'fix it', '-m', modelOf[wire], '--mount', '.'])
      expect(ran.stderr).not.toMatch(/error/)
      expect([ran.code, ran.stdout]).toEqual([0, 'It is fixed.\n'])
      expect(readFileSync(join(desk.directory, 'a.txt'), 'utf8')).toBe('one\n')
      expect((await desk.run(['diff'])).stdout).toContain('+two')
      expect((await desk.run(['apply'])).code).toBe(0)
      expect(readFileSync(join(desk.directory, 'a.txt'), 'utf8')).toBe('two\n')
      const list = await desk.run(['sessions', 'list', '--json'])
      expect(JSON.parse(list.stdout)).toMatchObject([{ title: 'fix it' }])
      const kinds = (await desk.run(['log', '--json'])).lines().map(({ kind }) => kind)
      expect(kinds).toContain('run.finished')
      expect(kinds.at(-1)).toBe('workspace.applied')
      const keys = new Set(mock.requests.map(({ wire, headers }) => keyOf(wire, headers as never)))
      expect(keys).toEqual(new Set(['key-of-anthropic']))
      // Nothing is kept on the machine of the person.
      const local = await desk.run(['sessions', 'list'], { env: { LIGHTSPEED_REMOTE: '' } })
      expect(local.stdout).not.toContain('fix it')
    })

    test('without a key, or with a wrong one, it says what to do and exits with 5', async () => {
      const { desk } = await openOffice({}, answers({}))
      const none = await desk.run(['sessions', 'list'], { env: { LIGHTSPEED_REMOTE_KEY: '' } })
      expect([none.code, none.stderr]).toEqual([5, expect.stringContaining('LIGHTSPEED_REMOTE_KEY')])
      const wrong = await desk.run(['sessions', 'list'], { env: { LIGHTSPEED_REMOTE_KEY: 'ls_nope' } })
      expect(wrong.code).toBe(5)
    })
  },
)
