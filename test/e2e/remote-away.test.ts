import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { openTerminal } from '../support/terminal.ts'
import { answers, gate } from '../tui/support/answers.ts'
import { everything, idle, ready, say } from '../tui/support/chat.ts'

const away = 'no connection to the server, trying again'

describe.skipIf(!hasServers)(`a server that is away${serversSuffix}`, () => {
  const surroundings = startSurroundings()
  let chats = 0

  /** A chat that has begun, and the server that it is on. */
  async function openChat(script: ReturnType<typeof answers>) {
    const mock = await startMockProvider(script)
    onTestFinished(() => mock.close())
    const desk = await openRemoteDesk(await surroundings(), mock, { apart: { silence: 10 } })
    // One Temporal has the sessions of all.
    const session = `away-${(chats += 1)}`
    const argv = ['chat', '-m', modelOf['openai-responses'], '--session-id', session]
    const at = (argv: readonly string[]) => openTerminal({ argv, cwd: desk.directory, env: desk.env, columns: 100 })
    const chat = at(argv)
    await ready(chat)
    say(chat, 'begin')
    await chat.waitFor('BEGUN')
    await idle(chat)
    const asked = async (kind: string) =>
      (await desk.run(['log', session, '--json'])).lines().filter((entry) => entry.kind === kind).length
    return { desk, chat, asked, session, open: (wanted: string = session) => at(['attach', wanted]) }
  }

  test('is said to be away, what is sent meanwhile is shown, and done once when it is back', async () => {
    const { desk, chat, asked } = await openChat(answers({ begin: { text: 'BEGUN' }, more: { text: 'DONE MORE' } }))
    desk.gateway.signal('SIGSTOP')
    await chat.waitFor(away)
    say(chat, 'more')
    await chat.waitFor('+ next: more')
    say(chat, '!echo as$((40 + 2))ked')
    await chat.waitFor('↑ sending: ! echo')
    expect(chat.screen()).not.toContain('✗')
    desk.gateway.signal('SIGCONT')
    await chat.waitFor((screen) => !screen.includes(away))
    await chat.waitFor('DONE MORE')
    await chat.waitFor('as42ked')
    await idle(chat)
    await chat.waitFor((screen) => !screen.includes('sending') && !screen.includes('+ next'))
    expect(chat.screen()).not.toContain('✗')
    expect([await asked('run.requested'), await asked('shell.requested')]).toEqual([2, 1])
    chat.press('ctrl+d')
    await chat.exited
  })

  test('is told of an Esc when it is back', async () => {
    const forEver = { text: 'AGAIN '.repeat(40), goesOnAfter: new Promise(() => undefined), deltaChars: 6 }
    const { desk, chat } = await openChat(answers({ begin: { text: 'BEGUN' }, 'for ever': forEver }))
    say(chat, 'for ever')
    await chat.waitFor('AGAIN')
    desk.gateway.signal('SIGSTOP')
    await chat.waitFor(away)
    chat.press('escape')
    await chat.waitFor('↑ sending: interruption')
    desk.gateway.signal('SIGCONT')
    await chat.waitFor('interrupted')
    await chat.waitFor((screen) => !screen.includes(away) && !screen.includes('sending'))
    expect(chat.screen()).not.toContain('✗')
    chat.press('ctrl+d')
    await chat.exited
  })

  test('is left without waiting for it, and a draft is what it did not take', async () => {
    const { desk, chat, open } = await openChat(answers({ begin: { text: 'BEGUN' }, more: { text: 'DONE MORE' } }))
    desk.gateway.signal('SIGSTOP')
    await chat.waitFor(away)
    say(chat, 'more')
    await chat.waitFor('+ next: more')
    chat.press('ctrl+d')
    expect(await chat.exited).toEqual({ code: 0, signal: null })
    expect(chat.screen()).toContain('kept as a draft')
    desk.gateway.signal('SIGCONT')
    // It had come there after all.
    const next = open()
    await next.waitFor('DONE MORE')
    await idle(next)
    // Said once, and not in the input besides.
    expect(next.screen().match(/^› more$/gm)).toHaveLength(1)
    next.press('ctrl+d')
    await next.exited
  })

  test('is not taken for away by who is on a session that was deleted: they are told that it is not there', async () => {
    const { desk, chat, session, open } = await openChat(answers({ begin: { text: 'BEGUN' } }))
    expect((await desk.run(['sessions', 'delete', session, '--yes'])).code).toBe(0)
    await chat.waitFor(`✗ no session ${session} in this store`)
    say(chat, 'more')
    await chat.waitFor((screen) => (screen.match(/✗ no session/g) ?? []).length === 2)
    expect(everything(chat)).not.toContain(away)
    // What was not taken is in the input again.
    chat.press('ctrl+c')
    await idle(chat)
    chat.press('ctrl+d')
    await chat.exited
    const late = open()
    expect(await late.exited).toEqual({ code: 2, signal: null })
    expect(late.screen()).toContain(`no session ${session}; see lightspeed sessions list --all`)
    const headers = { Authorization: `Bearer ${desk.key}` }
    const { status } = await fetch(`${desk.url}/v1/sessions/${session}/events`, { headers })
    expect(status).toBe(404)
  })

  test('that takes the key no more is said once, and nothing can be interrupted from here then', async () => {
    const half = gate()
    const forEver = { text: 'AGAIN '.repeat(40), goesOnAfter: half.opened, deltaChars: 6 }
    const { desk, chat } = await openChat(answers({ begin: { text: 'BEGUN' }, 'for ever': forEver }))
    say(chat, 'for ever')
    await chat.waitFor('AGAIN')
    const [key] = JSON.parse((await desk.operator('keys', 'list', '--json')).stdout) as readonly { id: string }[]
    await desk.operator('keys', 'revoke', key?.id ?? '')
    await chat.waitFor('the server does not take this key any more')
    await chat.waitFor((screen) => !screen.includes('interrupts'))
    expect(chat.screen().match(/✗/g)).toHaveLength(1)
    for (const [times, line] of ['one more', '!echo one more'].entries()) {
      say(chat, line)
      await chat.waitFor((screen) => (screen.match(/✗ not done: the key is not taken/g) ?? []).length === times + 1)
      chat.press('ctrl+c')
    }
    chat.press('escape')
    await chat.waitFor((screen) => (screen.match(/✗ not done: the key is not taken/g) ?? []).length === 3)
    expect(everything(chat).match(/wrong or was revoked/g)).toHaveLength(1)
    half.open()
    chat.press('ctrl+d')
    await chat.exited
  })
})
