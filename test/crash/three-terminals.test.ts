import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { preciseNow } from '../support/mock-provider/record.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { expectSoundLog } from '../support/run-laws.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'
import { waitFor } from '../support/wait-for.ts'
import { gate } from '../tui/support/answers.ts'
import { count, everything, idle, ready, say } from '../tui/support/chat.ts'

/** How long one of them is stopped, s. */
const stopped = Number(process.env['LIGHTSPEED_STOPPED'] ?? 5)
const prompts = 6

describe.skipIf(!hasServers)(`three terminals on a server${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  test(`one from the first token, one late, one stopped for ${stopped} s: all saw the same, and the third ends the run`, async () => {
    const half = gate()
    const mock = await startMockProvider(({ userText }) => {
      const id = /tell (\w+)/.exec(userText)?.[1] ?? 'none'
      if (id === 'endless')
        return { text: `ENDLESS ${'and on '.repeat(40)}`, deltaChars: 7, goesOnAfter: new Promise(() => undefined) }
      const text = `STORY-${id} ${'long '.repeat(30)} END-${id}`
      return { text, deltaChars: 7, ...(id === 'p0' && { goesOnAfter: half.opened }) }
    })
    onTestFinished(() => mock.close())
    const desk = await openRemoteDesk(await surroundings(), mock, { apart: { silence: 5 } })
    const open = (...argv: readonly string[]): Terminal =>
      openTerminal({ argv: [...argv, '--remote', desk.url], cwd: desk.directory, env: desk.env })
    const first = open('chat', '-m', modelOf['openai-responses'])
    await ready(first)
    say(first, 'tell p0')
    await first.waitFor('STORY-p0')
    const third = open('attach')
    await third.waitFor('STORY-p0')
    const follow = () => {
      const follower = desk.start(['log', '--follow', '--json'])
      onTestFinished(() => void follower.child.kill('SIGKILL'))
      return follower
    }
    const followers = [follow(), follow()]
    await Promise.all(followers.map(({ saw }) => saw(/turn.started/)))
    third.signal('SIGSTOP')
    followers[1]?.child.kill('SIGSTOP')
    const begun = Date.now()
    half.open()
    for (let prompt = 1; prompt < prompts; prompt++) {
      await idle(first)
      say(first, `tell p${prompt}`)
      await first.waitFor(`END-p${prompt}`)
    }
    await idle(first)
    await wait(Math.max(0, stopped * 1_000 - (Date.now() - begun)))
    const late = open('attach')
    await late.waitFor(`END-p${prompts - 1}`)
    followers.push(follow())
    third.signal('SIGCONT')
    followers[1]?.child.kill('SIGCONT')
    const terminals = [first, late, third]
    for (const terminal of terminals) {
      await terminal.waitFor(() => everything(terminal).includes(`END-p${prompts - 1}`))
      await idle(terminal)
      for (let prompt = 0; prompt < prompts; prompt++)
        expect([prompt, count(terminal, `STORY-p${prompt}`)]).toEqual([prompt, 1])
    }
    say(first, 'tell endless')
    for (const terminal of terminals) await terminal.waitFor('ENDLESS')
    const pressed = preciseNow()
    third.press('escape')
    const cutAt = await waitFor(() => mock.requests.at(-1)?.cutAt ?? expect.fail('the model still answers'))
    for (const terminal of terminals) {
      await terminal.waitFor('interrupted')
      await idle(terminal)
    }
    const log = (await desk.run(['log', '--json'])).lines()
    expectSoundLog(log.filter((line) => 'seq' in line))
    for (const { lines, child, ended } of followers) {
      await waitFor(() => expect(lines()).toEqual(log))
      child.kill('SIGINT')
      await ended
    }
    console.info(`stopped for ${stopped} s; Esc in the third reached the model after ${Math.round(cutAt - pressed)} ms`)
  })
})
