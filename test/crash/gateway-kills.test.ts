import { describe, expect, onTestFinished, test } from 'vitest'
import type { Running } from '../support/cli.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { openTerminal } from '../support/terminal.ts'
import { waitFor } from '../support/wait-for.ts'
import { count, idle, ready, say } from '../tui/support/chat.ts'
import { audit } from './support/audit.ts'
import { openCrewRoom } from './support/crew-room.ts'

const kills = Number(process.env['LIGHTSPEED_GATEWAY_KILLS'] ?? 4)

describe.skipIf(!hasServers)(`a gateway${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  test(`is killed ${kills} times under four that are attached: each sees all of the log once, and no prompt is there twice`, async () => {
    const room = await openCrewRoom(await surroundings(), onTestFinished, { isDirect: true })
    const { desk, mock, work } = room
    const session = await room.begin('watched')
    const remote = ['--remote', desk.url]
    const followers = ['one', 'other'].map(() => desk.start(['log', session, '--follow', '--json', ...remote]))
    for (const { child } of followers) onTestFinished(() => void child.kill('SIGKILL'))
    const chat = openTerminal({ argv: ['attach', session, ...remote], cwd: desk.directory, env: desk.env })
    await ready(chat)
    const client = await room.attach(session)
    const refused: string[] = []
    for (let kill = 0; kill < kills; kill++) {
      const [before, during] = [`before-${kill}`, `during-${kill}`]
      const answer = work.hold(before)
      const streamed = client.streamed()
      await client.ask(before, work.prompt(before))
      await answer.begun
      await streamed
      await desk.gateway.kill()
      // Whoever asks now waits for the gateway, or is told that it is away.
      const asked = client.ask(during, work.prompt(during)).catch(() => refused.push(during))
      answer.letGo()
      await desk.gateway.restart()
      await asked
      await client.answered(before)
      if (!refused.includes(during)) await client.answered(during)
    }
    say(chat, work.prompt('last'))
    await chat.waitFor('answered last')
    await idle(chat)
    const { store, told, acknowledged } = client
    const log = await store.log.read(session, 0)
    const seen = () => followers.map(entriesOf)
    await waitFor(() => expect([told, ...seen()].map(({ length }) => length)).toEqual([1, 2, 3].map(() => log.length)))
    for (const lines of seen()) expect(lines).toEqual(log.map(({ seq, event }) => [seq, event.kind]))
    const shown = [...acknowledged, 'last'].map((id) => [id, count(chat, `answered ${id}\n`)])
    expect(shown).toEqual([...acknowledged, 'last'].map((id) => [id, 1]))
    const effects = (id: string) => work.effects(id)
    const tally = await audit({ store, session, acknowledged, streams: [told], effects, mock })
    chat.press('ctrl+d')
    expect(await chat.exited).toEqual({ code: 0, signal: null })
    console.info(`gateway killed ${kills} times:`, { ...tally, streams: 4 }, `${refused.length} prompts refused`)
  })
})

/** What a follower printed of the log; it still runs. */
function entriesOf({ child, lines }: Running): readonly unknown[] {
  expect([child.exitCode, child.signalCode]).toEqual([null, null])
  return lines().flatMap(({ seq, kind }) => (typeof seq === 'number' ? [[seq, kind]] : []))
}
