import { describe, expect, onTestFinished, test } from 'vitest'
import type { SessionId } from '../../core/values/ids.ts'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { audit } from './support/audit.ts'
import { markedWork } from './support/marked-work.ts'
import { attachRemote } from './support/remote-client.ts'

describe.skipIf(!hasServers)(`a build whose last worker went${serversSuffix}`, () => {
  const surroundings = startSurroundings()
  const build = (id: string) => ['--deployment', 'lightspeed', '--build-id', id, '--promote']

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'by %s: its sessions go on with the build that is current now, at rest or with a turn under way',
    async (signal) => {
      const around = await surroundings()
      const work = markedWork()
      onTestFinished(() => work.remove())
      const mock = await startMockProvider(work.script)
      onTestFinished(() => mock.close())
      const desk = await openRemoteDesk(around, mock, { apart: { silence: 1 }, workerArgs: build('A1') })
      const begin = async (session: string) => {
        const model = modelOf['anthropic-messages']
        const begun = await desk.run(['run', '-q', work.prompt(`${session}-0`), '-m', model, '--session-id', session])
        expect(begun.stderr).toBe('')
        const client = await attachRemote(desk, session as SessionId)
        onTestFinished(() => client.close())
        return client
      }
      const [resting, busy] = [await begin(`resting-${signal}`), await begin(`busy-${signal}`)]
      const held = work.hold('busy-1')
      await busy.ask('busy-1', work.prompt('busy-1'))
      await held.begun
      const gone = signal === 'SIGKILL' ? desk.worker.kill() : desk.worker.end()
      held.letGo()
      await gone
      await desk.anotherWorker({}, build('B1'))
      await busy.answered('busy-1')
      await resting.ask('resting-1', work.prompt('resting-1'))
      await resting.answered('resting-1')
      for (const [session, { store, acknowledged, told }] of [
        [`resting-${signal}`, resting],
        [`busy-${signal}`, busy],
      ] as const) {
        const effects = (id: string) => work.effects(id)
        await audit({ store, session: session as SessionId, acknowledged, streams: [told], effects, mock })
      }
    },
  )
})
