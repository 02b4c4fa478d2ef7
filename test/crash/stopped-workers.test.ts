import { describe, expect, onTestFinished, test } from 'vitest'
import type { SessionId } from '../../core/values/ids.ts'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { answers, gate } from '../tui/support/answers.ts'
import { attachRemote } from './support/remote-client.ts'

const names = ['one', 'two', 'three', 'four', 'five'] as const

describe.skipIf(!hasServers)(`a worker that is stopped and not dead${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  test('is handed one more stretch of work at most, and another one does all the rest', async () => {
    const around = await surroundings()
    const half = gate()
    const held = { text: 'BEGIN and END', goesOnAfter: half.opened, deltaChars: 6 }
    const mock = await startMockProvider(answers({ tell: [held, { text: 'told' }] }))
    onTestFinished(() => mock.close())
    const desk = await openRemoteDesk(around, mock, { apart: { silence: 1 } })
    const model = modelOf['anthropic-messages']
    const clients = []
    for (const name of names) {
      const begun = await desk.run(['run', '-q', 'hello', '-m', model, '--session-id', name])
      expect(begun.code).toBe(0)
      const client = await attachRemote(desk, name as SessionId)
      onTestFinished(() => client.close())
      clients.push(client)
    }
    for (const [count, client] of clients.entries()) await client.ask(`ask-${count}`, `tell ${count}`)
    await expect.poll(() => mock.requests.length).toBe(2 * names.length)
    await desk.anotherWorker()
    desk.worker.signal('SIGSTOP')
    await Promise.all(clients.map((client, count) => client.answered(`ask-${count}`)))
    desk.worker.signal('SIGCONT')
    half.open()
    /** Beyond the one that was under way and the one that did it. */
    const swallowed = async (name: string) => {
      const { client } = around.temporal
      const { events } = await client.workflow.getHandle(`default/${name}`).fetchHistory()
      const attempts = (events ?? []).map(({ activityTaskStartedEventAttributes: begun }) => begun?.attempt ?? 0)
      return Math.max(...attempts) - 2
    }
    const each = await Promise.all(names.map(swallowed))
    console.info('stretches that the stopped worker swallowed:', each)
    expect(each.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1)
  })
})
