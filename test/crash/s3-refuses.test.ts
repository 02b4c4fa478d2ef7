import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { SessionId } from '../../core/values/ids.ts'
import { untakenWords } from '../../cli/remote/untaken.ts'
import { connectRemote } from '../../remote/client/connect-remote.ts'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { answers, runs } from '../tui/support/answers.ts'
import { attachRemote } from './support/remote-client.ts'
import { openS3Proxy } from './support/s3-proxy.ts'

/** What is kept nowhere but in the object store. */
const command = (mark: string) =>
  `echo x >> ${mark}; echo precious > precious.txt; head -c 60000 /dev/urandom > big.bin`

describe.skipIf(!hasServers)(`an object store that refuses what a command left${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  async function open(session: SessionId, ...workerArgs: readonly string[]) {
    const around = await surroundings()
    const marks = mkdtempSync(join(tmpdir(), 'marks-'))
    onTestFinished(() => rmSync(marks, { recursive: true }))
    const mark = join(marks, 'ran')
    const proxy = await openS3Proxy(around.s3.endpoint)
    onTestFinished(() => proxy.close())
    const mock = await startMockProvider(
      answers({ begin: { text: 'begun' }, work: [runs(command(mark)), { text: 'all is kept' }] }),
    )
    onTestFinished(() => mock.close())
    const s3 = { ...around.s3, endpoint: proxy.endpoint }
    const desk = await openRemoteDesk({ ...around, s3 }, mock, {
      files: { 'a.txt': 'a\n' },
      apart: { silence: 1 },
      workerArgs,
    })
    const model = modelOf['anthropic-messages']
    const begun = await desk.run(['run', '-q', 'begin', '-m', model, '--mount', '.', '--session-id', session])
    expect(begun.stdout).toBe('begun\n')
    const client = await attachRemote(desk, session)
    onTestFinished(() => client.close())
    const { rpc } = await connectRemote({ url: desk.url, key: desk.key })
    const trouble = async () => (await rpc('sessions.trouble', { session }))?.code ?? null
    const ran = () => readFileSync(mark, 'utf8').length / 2
    return { proxy, desk, client, trouble, ran }
  }

  /** Work is asked for while the store refuses what comes of it, until those who wait are told. */
  const refused = async ({ proxy, client, trouble }: Awaited<ReturnType<typeof open>>) => {
    proxy.trouble('refuses')
    await client.ask('work', 'work')
    await expect.poll(trouble).toBe('s3-refused')
  }

  const outcomes = ({ client }: Awaited<ReturnType<typeof open>>) =>
    client.told.flatMap(({ event }) =>
      event.kind === 'tool.finished' || event.kind === 'run.finished' ? event.outcome : [],
    )

  test('has the result kept and those told who wait, and takes it once it is mended', async () => {
    const place = await open('kept' as SessionId)
    const { proxy, desk, client, trouble } = place
    await refused(place)
    expect(outcomes(place).slice(1)).toEqual([])
    expect(desk.worker.said()).toMatch(/worker: session kept of default waits: the object store at .* refused/)
    proxy.trouble(null)
    await client.answered('work')
    expect(outcomes(place).slice(1)).toEqual(['ok', { type: 'completed' }])
    expect((await desk.run(['diff', 'kept'])).stdout).toContain('+precious')
    expect((await desk.run(['apply', 'kept'])).code).toBe(0)
    await expect.poll(trouble).toBe(null)
    expect(desk.worker.said()).toContain('worker: session kept of default goes on')
  })

  test('keeps no worker from being ended, which says what is lost, and nothing is run again', async () => {
    const place = await open('left' as SessionId, '--grace', '1')
    const { proxy, desk, client, trouble, ran } = place
    await refused(place)
    await desk.worker.end()
    const lost =
      'worker: session left of default: lost 1 result that could not be stored: not run again, the model is told'
    expect(desk.worker.said()).toContain(lost)
    proxy.trouble(null)
    // What the worker could not do before is not what becomes of a prompt that came since.
    const next = desk.start(['run', 'begin', '--resume', 'left'])
    await Promise.race([next.heard(new RegExp(untakenWords)), next.ended])
    await desk.worker.restart()
    await client.answered('work')
    expect((await next.ended).code).toBe(0)
    const ends = ['unknown', { type: 'completed' }, { type: 'completed' }]
    await expect.poll(() => outcomes(place).slice(1)).toEqual(ends)
    expect(client.told.map(({ event }) => event.kind)).toContain('tool.lost')
    expect(ran()).toBe(1)
    await expect.poll(trouble).toBe(null)
  })
})
