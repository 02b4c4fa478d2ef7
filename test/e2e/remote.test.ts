import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { keyOf } from '../support/mock-provider/check-request.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openCuttingProxy } from '../remote/client/cutting-proxy.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { waitFor } from '../support/wait-for.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { openTerminal } from '../support/terminal.ts'
import { answers, gate, replaces } from '../tui/support/answers.ts'
import { count, idle, ready, say } from '../tui/support/chat.ts'

describe.skipIf(!hasServers)(`sessions on a server${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  async function openOffice(files: Readonly<Record<string, string>>, script: ReturnType<typeof answers>) {
    const mock = await startMockProvider(script)
    onTestFinished(() => mock.close())
    return { mock, desk: await openRemoteDesk(await surroundings(), mock, { files }) }
  }

  test('a run edits a mounted directory on the server, and apply brings the change back', async () => {
    const wire = 'anthropic-messages'
    const script = answers({ 'fix it': [replaces('a.txt', ['one', 'two'], wire), { text: 'It is fixed.' }] })
    const { mock, desk } = await openOffice({ 'a.txt': 'one\n', 'large.bin': 'x'.repeat(100_000) }, script)
    const ran = await desk.run(['run', 'fix it', '-m', modelOf[wire], '--mount', '.', '--remote', desk.url])
    expect(ran.stderr).not.toMatch(/error/)
    expect([ran.code, ran.stdout]).toEqual([0, 'It is fixed.\n'])
    expect(readFileSync(join(desk.directory, 'a.txt'), 'utf8')).toBe('one\n')
    expect((await desk.run(['diff'])).stdout).toContain('+two')
    expect((await desk.run(['apply'])).code).toBe(0)
    expect(readFileSync(join(desk.directory, 'a.txt'), 'utf8')).toBe('two\n')
    const list = await desk.run(['sessions', 'list', '--json'])
    expect(JSON.parse(list.stdout)).toMatchObject([{ title: 'fix it' }])
    const kinds = (await desk.run(['log', '--json'])).lines().map(({ kind }) => kind)
    expect(kinds).toContain('run.finished')
    expect(kinds.at(-1)).toBe('workspace.applied')
    const keys = new Set(mock.requests.map(({ wire, headers }) => keyOf(wire, headers as never)))
    expect(keys).toEqual(new Set(['key-of-anthropic']))
    // Nothing is kept on the machine of the person.
    const local = await desk.run(['sessions', 'list'], { env: { LIGHTSPEED_REMOTE: '' } })
    expect(local.stdout).not.toContain('fix it')
  })

  test('what is to be typed next has the --remote that was typed, and one that cannot be is refused', async () => {
    const { desk } = await openOffice({}, answers({ go: { text: 'Gone.' } }))
    const run = ['run', '-m', modelOf['anthropic-messages'], '--detach', 'go']
    const typed = await desk.run([...run, '--remote', desk.url])
    const session = typed.stdout.trim()
    expect(typed.stderr).toContain(
      `lightspeed log ${session} --follow --remote ${desk.url}, lightspeed stop ${session} `,
    )
    const exported = await desk.run(run)
    expect(exported.stderr).toContain('--follow, lightspeed stop')
    expect((await desk.run(['log', 'nowhere', '--remote', desk.url])).stderr).toContain(`--all --remote ${desk.url}`)
    for (const remote of ['', 'ftp://x']) {
      const { code, stderr } = await desk.run(['sessions', 'list', '--remote', remote])
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: .*\n$/)])
    }
  })

  test('a chat streams what a worker does, another terminal joins it late, each is told of the other, and Esc ends the run', async () => {
    const half = gate()
    const script = answers({
      tell: { text: `BEGIN ${'a long story '.repeat(20)} THE END`, goesOnAfter: half.opened, deltaChars: 9 },
      'for ever': { text: 'AGAIN '.repeat(40), goesOnAfter: new Promise(() => undefined), deltaChars: 6 },
    })
    const { desk } = await openOffice({}, script)
    const open = (...argv: readonly string[]) =>
      openTerminal({ argv: [...argv, '--remote', desk.url], cwd: desk.directory, env: desk.env })
    const chat = open('chat', '-m', modelOf['openai-responses'])
    await ready(chat)
    say(chat, 'tell')
    await chat.waitFor('BEGIN')
    expect(chat.screen()).not.toContain('here')
    const late = open('attach')
    await late.waitFor('BEGIN')
    expect(chat.screen()).not.toContain('THE END')
    for (const terminal of [chat, late]) await terminal.waitFor('1 other here')
    half.open()
    for (const terminal of [chat, late]) {
      await terminal.waitFor('THE END')
      await idle(terminal)
      expect([count(terminal, 'BEGIN'), count(terminal, 'THE END')]).toEqual([1, 1])
    }
    say(late, 'for ever')
    await chat.waitFor('AGAIN')
    chat.press('escape')
    for (const terminal of [chat, late]) {
      await terminal.waitFor('interrupted')
      await idle(terminal)
    }
    chat.press('ctrl+d')
    expect(await chat.exited).toEqual({ code: 0, signal: null })
    await late.waitFor((screen) => !screen.includes('1 other here'))
    const third = open('attach')
    for (const terminal of [third, late]) await terminal.waitFor('1 other here')
    third.signal('SIGKILL')
    await late.waitFor((screen) => !screen.includes('1 other here'))
  })

  test('a server is not ready while Temporal is out of reach, and is again when it is back', async () => {
    const { temporal, ...others } = await surroundings()
    const proxy = await openCuttingProxy(Number(temporal.address.split(':')[1]))
    const mock = await startMockProvider(answers({}))
    onTestFinished(() => mock.close())
    const address = proxy.url.replace('http://', '')
    const { url } = await openRemoteDesk({ ...others, temporal: { ...temporal, address } }, mock)
    const status = async (path: string) => (await fetch(`${url}${path}`)).status
    expect(await status('/readyz')).toBe(200)
    proxy.refuse(true)
    proxy.cut()
    await waitFor(async () => expect(await status('/readyz')).toBe(503))
    expect(await status('/healthz')).toBe(200)
    proxy.refuse(false)
    await waitFor(async () => expect(await status('/readyz')).toBe(200))
  })

  test('without a key, or with a wrong one, it says what to do and exits with 5', async () => {
    const { desk } = await openOffice({}, answers({}))
    const { stdout: doctor } = await desk.run(['doctor'])
    expect(doctor).toMatch(/remote +sessions are on 127\.0\.0\.1:\d+ \(http:.*\): it answers, .* tenant default$/m)
    expect(doctor).toMatch(/keys +the server has its own/)
    const none = await desk.run(['sessions', 'list'], { env: { LIGHTSPEED_REMOTE_KEY: '' } })
    expect([none.code, none.stderr]).toEqual([5, expect.stringContaining('LIGHTSPEED_REMOTE_KEY')])
    const wrong = await desk.run(['sessions', 'list'], { env: { LIGHTSPEED_REMOTE_KEY: 'ls_nope' } })
    expect(wrong.code).toBe(5)
  })
})
