import { describe, expect, onTestFinished, test } from 'vitest'
import { openBackstage } from '../crash/support/backstage.ts'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { answers, gate } from '../tui/support/answers.ts'

const model = modelOf['anthropic-messages']

describe.skipIf(!hasServers)(`a worker that is told to end${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  /** A worker in the middle of an answer of its model, which is held until `half` is opened. */
  async function inMidAnswer(session: string, ...workerArgs: readonly string[]) {
    const half = gate()
    const script = answers({ tell: { text: 'BEGIN and END', goesOnAfter: half.opened, deltaChars: 6 } })
    const mock = await startMockProvider(script)
    onTestFinished(() => mock.close())
    const desk = await openRemoteDesk(await surroundings(), mock, { apart: { silence: 15 }, workerArgs })
    const run = desk.start(['run', 'tell', '-m', model, '--session-id', session])
    await expect.poll(() => mock.requests).toHaveLength(1)
    desk.worker.signal('SIGTERM')
    await expect.poll(() => desk.worker.said()).toContain('worker: takes no new work')
    return { half, mock, desk, run }
  }

  test('lets an answer under way come to its end, takes nothing new, and another one goes on', async () => {
    const { half, mock, desk, run } = await inMidAnswer('ends', '--grace', '300')
    const other = desk.start(['run', 'hello', '-m', model])
    await other.heard(/no worker has taken the session yet/)
    await desk.anotherWorker()
    expect(await other.ended).toMatchObject({ code: 0, stdout: 'Very well.\n' })
    half.open()
    expect(await run.ended).toMatchObject({ code: 0, stdout: 'BEGIN and END\n' })
    await desk.worker.end()
    expect(mock.requests).toHaveLength(2)
    expect(desk.worker.said()).not.toContain('lost')
  })

  test('cuts it when its time is over, says so, and another one asks again', async () => {
    const { half, mock, desk, run } = await inMidAnswer('cut', '--grace', '1')
    await desk.worker.end()
    const lost = 'worker: session cut of default: lost the answer of a model under way, which is asked again'
    expect(desk.worker.said()).toContain(lost)
    half.open()
    await desk.anotherWorker()
    expect(await run.ended).toMatchObject({ code: 0, stdout: 'BEGIN and END\n' })
    expect(mock.requests).toHaveLength(2)
  })

  test('ends at once when it is told a second time, and says what it leaves', async () => {
    const { half, desk, run } = await inMidAnswer('twice')
    await desk.worker.end()
    expect(desk.worker.said()).toContain('session twice of default: lost the answer of a model under way')
    half.open()
    await desk.anotherWorker()
    expect((await run.ended).code).toBe(0)
  })

  test('says what it leaves too where the database keeps it from ending', async () => {
    const half = gate()
    const script = answers({ tell: { text: 'BEGIN and END', goesOnAfter: half.opened, deltaChars: 6 } })
    const mock = await startMockProvider(script)
    onTestFinished(() => mock.close())
    const around = await surroundings()
    const desk = await openRemoteDesk(around, mock, { apart: { silence: 15 }, workerArgs: ['--grace', '1'] })
    const backstage = await openBackstage(around.postgresUrl)
    onTestFinished(() => backstage.close())
    const run = desk.start(['run', 'tell', '-m', model, '--session-id', 'stuck'])
    await expect.poll(() => mock.requests).toHaveLength(1)
    const held = await backstage.hold('stuck')
    half.open()
    await held.awaited()
    desk.worker.signal('SIGTERM')
    await expect.poll(() => desk.worker.said()).toContain('worker: session stuck of default: lost')
    await held.letGo()
    await desk.worker.end()
    await desk.anotherWorker()
    expect(await run.ended).toMatchObject({ code: 0, stdout: 'BEGIN and END\n' })
  })
})
