import { describe, expect, onTestFinished, test } from 'vitest'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { waitFor } from '../support/wait-for.ts'
import { audit } from './support/audit.ts'
import { openCrewRoom } from './support/crew-room.ts'
import type { RemoteClient } from './support/remote-client.ts'

const restarts = Number(process.env['LIGHTSPEED_RESTARTS'] ?? 2)
const lanes = 3

describe.skipIf(!hasServers)(`Temporal${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  test(`is killed ${restarts} times while ${lanes} sessions work: every prompt is answered, and nothing is done twice`, async () => {
    const around = await surroundings()
    const { desk, mock, work, begin, attach } = await openCrewRoom(around, onTestFinished, { isDirect: true })
    let isOver = false
    const lane = async (number: number): Promise<RemoteClient> => {
      const session = await begin(`lane${number}`)
      const client = await attach(session)
      for (let count = 0; !isOver; count++) {
        const id = `${session}-${count}`
        await client.ask(id, work.prompt(id, '0.2'))
        await client.answered(id)
      }
      return client
    }
    const clients: RemoteClient[] = []
    const living = Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)))
    for (let restart = 0; restart < restarts; restart++) {
      const before = mock.requests.length
      // In the middle of work, each time.
      await waitFor(() => expect(mock.requests.length).toBeGreaterThan(before + lanes))
      await around.temporal.restart()
    }
    isOver = true
    clients.push(...(await living))
    const effects = (id: string) => work.effects(id)
    for (const { store, acknowledged, told } of clients) {
      const session = acknowledged[0]?.replace(/-\d+$/, '') as never
      const tally = await audit({ store, session, acknowledged, streams: [told], effects, mock })
      console.info(`Temporal killed ${restarts} times:`, tally)
    }
    expect(desk.worker.said() + desk.gateway.said()).not.toMatch(/defect/)
  })
})
