import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { audit } from './support/audit.ts'
import { openCrewRoom, type CrewRoom } from './support/crew-room.ts'

const stops = Number(process.env['LIGHTSPEED_KILLS'] ?? 2)

describe.skipIf(!hasServers)(`a worker that was taken for dead${serversSuffix}`, () => {
  const surroundings = startSurroundings()
  const undo: (() => unknown)[] = []
  let room: CrewRoom
  beforeAll(async () => {
    room = await openCrewRoom(await surroundings(), (step) => void undo.push(step as () => unknown))
  })
  afterAll(async () => {
    for (const step of undo.reverse()) await step()
  })

  test(`comes back ${stops} times: its append is refused, and it does nothing that its successor has begun`, async () => {
    const { crew, work, backstage, mock } = room
    const session = await room.begin('zombie')
    const client = await room.attach(session)
    const late: string[] = []
    for (let count = 0; count < stops; count++) {
      const id = `zombie-${count}`
      const answer = work.hold(id)
      const streamed = client.streamed()
      await client.ask(id, work.prompt(id, '3'))
      await answer.begun
      await streamed
      const zombie = await crew.driverOf(session)
      const isCutOff = count % 3 === 0
      if (isCutOff) zombie.proxy.part()
      else {
        // Every third time in the middle of an append: Postgres has to end its transaction.
        const held = count % 3 === 2 ? await backstage.hold(session) : null
        if (held !== null) {
          answer.letGo()
          await held.awaited()
        }
        zombie.role.signal('SIGSTOP')
        await held?.letGo()
        // The rest of the answer waits in its socket for it to come back.
        answer.letGo()
      }
      late.push(answer.words)
      // Its successor has got another answer, and is in the middle of the command that this wants.
      await vi.waitFor(() => expect(work.effects(id)).toBe(1), { timeout: 60_000, interval: 10 })
      const given = zombie.proxy.called('RespondActivityTaskCompleted')
      // Cut off from Temporal it does not hear that it is wanted no more: what stops it is the log.
      if (isCutOff) answer.letGo()
      else zombie.role.signal('SIGCONT')
      await given
      if (isCutOff) zombie.proxy.join()
      await client.answered(id)
    }
    const { store, acknowledged, told } = client
    const effects = (id: string) => work.effects(id)
    const tally = await audit({ store, session, acknowledged, streams: [told], effects, mock, late })
    expect(tally).toMatchObject({ prompts: stops, effects: stops })
    console.info(`stopped ${stops} times and taken for dead:`, tally, `${late.length} late answers refused`)
  })
})
