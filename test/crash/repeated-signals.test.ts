import { describe, expect, onTestFinished, test } from 'vitest'
import { usualDispatch, wakeSession } from '../../remote/temporal/wake-session.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { audit } from './support/audit.ts'
import { openCrewRoom } from './support/crew-room.ts'

const rounds = 5
const wakes = 30
/** The same command, of each of two clients at once. */
const copies = 5

describe.skipIf(!hasServers)(`signals and commands that come many times${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  test(`${rounds} prompts, each sent ${2 * copies} times at once and once more behind its answer, with ${wakes} signals: each is there once`, async () => {
    const around = await surroundings()
    const room = await openCrewRoom(around, onTestFinished, { isDirect: true })
    const { desk, work, mock } = room
    const session = await room.begin('repeated')
    const [client, other] = [await room.attach(session), await room.attach(session)]
    const dispatch = { ...usualDispatch, silenceMs: 1_000, taskQueue: `queue-${new URL(desk.url).port}` }
    const wake = () => wakeSession(around.temporal.client, { tenant: 'default', session }, dispatch)
    for (let round = 0; round < rounds; round++) {
      const id = `repeated-${round}`
      const send = () => [client, other].map((sender) => sender.ask(id, work.prompt(id)))
      await Promise.all([...Array.from({ length: copies }, send).flat(), ...Array.from({ length: wakes }, wake)])
      await client.answered(id)
      await Promise.all([...send(), wake()])
    }
    // What came behind the last answer has been looked at once this has one.
    await client.ask('last', work.prompt('last'))
    await Promise.all([client, other].map((attached) => attached.answered('last')))
    const { store, acknowledged } = client
    const streams = [client.told, other.told]
    const effects = (id: string) => work.effects(id)
    const tally = await audit({ store, session, acknowledged, streams, effects, mock })
    expect(tally).toMatchObject({ prompts: rounds + 1, effects: rounds + 1, unknown: 0 })
    const sent = client.acknowledged.length + other.acknowledged.length
    console.info(`${sent} commands and ${rounds * (wakes + 1)} signals sent:`, tally)
  })
})
