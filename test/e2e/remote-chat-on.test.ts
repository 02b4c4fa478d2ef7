import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { openTerminal } from '../support/terminal.ts'
import { answers } from '../tui/support/answers.ts'
import { everything, idle, ready, say } from '../tui/support/chat.ts'

const away = 'no connection to the server, trying again'
const unheard = 'the server does not answer, trying again'

describe.skipIf(!hasServers)(`who is in a chat stays in one while the server is away${serversSuffix}`, () => {
  const surroundings = startSurroundings()
  let chats = 0

  async function openChat() {
    const mock = await startMockProvider(answers({ begin: { text: 'BEGUN' }, anew: { text: 'BEGUN ANEW' } }))
    onTestFinished(() => mock.close())
    const desk = await openRemoteDesk(await surroundings(), mock, { apart: { silence: 10 } })
    const session = `on-${(chats += 1)}`
    const argv = ['chat', '-m', modelOf['openai-responses'], '--session-id', session]
    const chat = openTerminal({ argv, cwd: desk.directory, env: desk.env, columns: 100 })
    await ready(chat)
    say(chat, 'begin')
    await chat.waitFor('BEGUN')
    await idle(chat)
    return { desk, chat, session }
  }

  test('/new waits for it, and begins when it is back', async () => {
    const { desk, chat } = await openChat()
    desk.gateway.signal('SIGSTOP')
    await chat.waitFor(away)
    say(chat, '/new')
    await chat.waitFor(unheard)
    say(chat, 'anew')
    await chat.waitFor('+ next: anew')
    desk.gateway.signal('SIGCONT')
    await chat.waitFor('BEGUN ANEW')
    await idle(chat)
    expect(everything(chat)).not.toContain('✗')
    chat.press('ctrl+d')
    expect(await chat.exited).toEqual({ code: 0, signal: null })
  })

  test('/resume and /fork are shown, and come back into the input when they fail', async () => {
    const { desk, chat } = await openChat()
    desk.gateway.signal('SIGSTOP')
    await chat.waitFor(away)
    for (const line of ['/resume nobody', '/fork']) {
      say(chat, line)
      await chat.waitFor(`↑ sending: ${line}`)
      await chat.waitFor(`› ${line}\n`)
      expect(chat.screen()).toContain('does not answer')
      chat.press('ctrl+c')
      await idle(chat)
    }
    desk.gateway.signal('SIGCONT')
    await chat.waitFor((screen) => !screen.includes(away))
    chat.press('ctrl+d')
    await chat.exited
  })

  test('/rename and /model are shown, and done when it is back', async () => {
    const { desk, chat, session } = await openChat()
    desk.gateway.signal('SIGSTOP')
    await chat.waitFor(away)
    say(chat, '/rename another')
    say(chat, '/effort high')
    await chat.waitFor(/↑ sending: \/rename another\n↑ sending: \/effort high/)
    desk.gateway.signal('SIGCONT')
    await chat.waitFor((screen) => !screen.includes('sending'))
    chat.press('ctrl+d')
    await chat.exited
    const listed = await desk.run(['sessions', 'list', '--all'])
    expect(listed.stdout).toContain('another')
    const kinds = (await desk.run(['log', session, '--json'])).lines().map(({ kind }) => kind)
    expect(kinds).toContain('session.configured')
  })

  test('who leaves is told which of them are not known to be stored', async () => {
    const { desk, chat } = await openChat()
    desk.gateway.signal('SIGSTOP')
    await chat.waitFor(away)
    say(chat, '/rename another')
    await chat.waitFor('↑ sending: /rename another')
    chat.press('ctrl+d')
    expect(await chat.exited).toEqual({ code: 0, signal: null })
    expect(chat.screen()).toContain('not known to be stored, and kept by nobody: /rename another')
    desk.gateway.signal('SIGCONT')
  })

  test('a ! line and a prompt that were not sent are two drafts at the next start', async () => {
    const { desk, chat, session } = await openChat()
    desk.gateway.signal('SIGSTOP')
    await chat.waitFor(away)
    for (const line of ['first of all', '!echo hi', 'another prompt']) say(chat, line)
    await chat.waitFor('+ next: another prompt')
    chat.press('ctrl+d')
    expect(await chat.exited).toEqual({ code: 0, signal: null })
    desk.gateway.signal('SIGCONT')
    const next = openTerminal({ argv: ['attach', session], cwd: desk.directory, env: desk.env, columns: 100 })
    await next.waitFor('✗ not sent: !echo hi · Alt+Up brings it back')
    await next.waitFor('› another prompt')
    next.press('ctrl+c')
    await next.waitFor((screen) => !screen.includes('another prompt'))
    next.press('alt+up')
    await next.waitFor('› !echo hi')
    expect(next.screen()).not.toContain('not sent')
    next.press('ctrl+c')
    next.press('ctrl+d')
    await next.exited
  })
})
