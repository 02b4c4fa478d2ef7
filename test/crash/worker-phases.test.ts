import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SessionId } from '../../core/values/ids.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { waitFor } from '../support/wait-for.ts'
import { audit } from './support/audit.ts'
import { openCrewRoom, type CrewRoom } from './support/crew-room.ts'
import type { RemoteClient } from './support/remote-client.ts'

/** Of each phase. */
const kills = Number(process.env['LIGHTSPEED_KILLS'] ?? 2)

/** One prompt that is asked, and somebody attached to its session. */
interface Prompt {
  readonly room: CrewRoom
  readonly session: SessionId
  readonly client: RemoteClient
  readonly id: string
  /** Counts the prompts of a phase; every other one is struck in another way. */
  readonly count: number
}

/** Asks, and kills a worker in one phase of what that has it do. */
const phases: Readonly<Record<string, (prompt: Prompt) => Promise<void>>> = {
  'in the middle of a stream': async ({ room: { crew, work }, session, client, id }) => {
    const answer = work.hold(id)
    const streamed = client.streamed()
    await client.ask(id, work.prompt(id))
    await answer.begun
    await streamed
    await crew.kill(await crew.driverOf(session))
    answer.letGo()
  },
  // The whole answer has left the model, and the append waits for its session.
  'before an append': async ({ room: { crew, work, backstage }, session, client, id }) => {
    const answer = work.hold(id)
    await client.ask(id, work.prompt(id))
    await answer.begun
    const driver = await crew.driverOf(session)
    const held = await backstage.hold(session)
    answer.letGo()
    await held.awaited()
    await crew.kill(driver)
    await held.letGo()
  },
  // Seen by others, or all of a stretch and the activity has said so to nobody.
  'after an append': async ({ room: { crew, work }, session, client, id, count }) => {
    const kept = count % 2 === 0 ? crew.firstKept('RespondActivityTaskCompleted', 'call') : null
    await client.ask(id, work.prompt(id))
    if (kept !== null) return crew.kill(await kept)
    const { seq } = await client.saw(({ event }) => event.kind === 'run.requested' && event.commandId === id)
    await client.saw(({ event, seq: later }) => later > seq && event.kind === 'turn.generated')
    await crew.kill(await crew.driverOf(session))
  },
  // Temporal does not hear what the workflow wants, or the worker not that it was heard.
  'in the middle of a workflow task': async ({ room: { crew, work }, client, id, count }) => {
    const kept = crew.firstKept('RespondWorkflowTaskCompleted', count % 2 === 0 ? 'call' : 'answer')
    await client.ask(id, work.prompt(id))
    await crew.kill(await kept)
  },
  // It has left its mark and goes on, or was recorded as begun a moment ago.
  'during a command': async ({ room: { crew, work }, session, client, id, count }) => {
    await client.ask(id, work.prompt(id, '0.5'))
    const { seq } = await client.saw(({ event }) => event.kind === 'run.requested' && event.commandId === id)
    await client.saw(({ event, seq: later }) => later > seq && event.kind === 'tool.started')
    if (count % 2 === 0) await waitFor(() => expect(work.effects(id)).toBe(1))
    await crew.kill(await crew.driverOf(session))
  },
}

describe.skipIf(!hasServers)(`a worker is killed${serversSuffix}`, () => {
  const surroundings = startSurroundings()
  const undo: (() => unknown)[] = []
  let room: CrewRoom
  beforeAll(async () => {
    room = await openCrewRoom(await surroundings(), (step) => void undo.push(step as () => unknown))
  })
  afterAll(async () => {
    for (const step of undo.reverse()) await step()
  })

  test.each(Object.keys(phases))(
    `${kills} times %s: every prompt is answered, and nothing is done twice`,
    async (phase) => {
      const session = await room.begin(phase.replaceAll(' ', '-'))
      const [client, other] = [await room.attach(session), await room.attach(session)]
      for (let count = 0; count < kills; count++) {
        await room.crew.whole()
        const id = `${session}-${count}`
        await phases[phase]?.({ room, session, client, id, count })
        await client.answered(id)
      }
      const late = await room.attach(session)
      const { acknowledged, told } = client
      await waitFor(() => expect([other.told.length, late.told.length]).toEqual([told.length, told.length]))
      const streams = [client, other, late].map((attached) => attached.told)
      const { store } = client
      const { mock, work } = room
      const tally = await audit({ store, session, acknowledged, streams, effects: (id) => work.effects(id), mock })
      expect(tally.prompts).toBe(kills)
      console.info(`killed ${kills} times ${phase}:`, tally)
    },
  )
})
