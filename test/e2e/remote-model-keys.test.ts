import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { openTerminal } from '../support/terminal.ts'
import { answers, gate, runs } from '../tui/support/answers.ts'
import { clear, ready, say } from '../tui/support/chat.ts'

/** What a person is told, whoever finds that the key is missing. */
const missing =
  'the server has no key of anthropic for tenant default: whoever runs it stores one with `lightspeed model-keys put anthropic --tenant default`'

describe.skipIf(!hasServers)(`model keys of a server${serversSuffix}`, { timeout: 90_000 }, () => {
  const surroundings = startSurroundings()
  let opened = 0
  const model = ['-m', modelOf['anthropic-messages']]

  async function open(script = answers({})) {
    const mock = await startMockProvider(script)
    onTestFinished(() => mock.close())
    const desk = await openRemoteDesk(await surroundings(), mock, { files: { 'a.txt': 'one\n' } })
    const sessions = async () =>
      JSON.parse((await desk.run(['sessions', 'list', '--all', '--json'])).stdout) as unknown[]
    const removeKey = () => desk.operator('model-keys', 'remove', 'anthropic')
    // One Temporal has the sessions of all, and of a test that is tried again.
    const session = `keyed-${(opened += 1)}`
    return { mock, desk, session, sessions, removeKey }
  }

  test('without one nothing is begun: a run or a chat says whose key is missing, and there is no session', async () => {
    const { mock, desk, session, sessions, removeKey } = await open()
    await removeKey()
    const before = await sessions()
    for (const flags of [[], ['--detach'], ['--session-id', session, '--mount', '.']]) {
      const { code, stdout, stderr } = await desk.run(['run', ...model, ...flags, 'hello'])
      expect([code, stdout, stderr]).toEqual([5, '', `error: ${missing}\n`])
    }
    const inJson = await desk.run(['run', '--json', ...model, 'hello'])
    expect([inJson.code, inJson.lines()]).toEqual([
      5,
      [expect.objectContaining({ kind: 'outcome', exitCode: 5, error: { code: 'auth', message: missing } })],
    ])
    const chat = openTerminal({ argv: ['chat', ...model, 'hello'], cwd: desk.directory, env: desk.env })
    expect(await chat.exited).toMatchObject({ code: 5 })
    expect(chat.screen().replaceAll(/\s+/g, ' ')).toContain('lightspeed model-keys put anthropic --tenant default')
    expect(await sessions()).toEqual(before)
    expect(mock.requests).toEqual([])
    // Other models are asked as before, and one of them is taken where none is named.
    expect((await desk.run(['run', '-m', modelOf['openai-responses'], 'hello'])).code).toBe(0)
    expect((await desk.run(['run', 'hello'])).code).toBe(0)
    expect(mock.requests.map(({ body }) => body['model'])).toEqual([
      expect.stringMatching(/^gpt/),
      expect.stringMatching(/^gpt/),
    ])
  })

  test('a session that was there is told the same before anything is added to it, and a chat may take another model', async () => {
    const { desk, session, removeKey, sessions } = await open()
    expect((await desk.run(['run', ...model, '--session-id', session, 'hello'])).code).toBe(0)
    await removeKey()
    const log = () => desk.run(['log', session, '--json'])
    const before = await log()
    const again = await desk.run(['run', '-r', session, '--effort', 'high', 'and again'])
    expect([again.code, again.stderr]).toEqual([5, `error: ${missing}\n`])
    expect((await log()).stdout).toBe(before.stdout)
    const there = await sessions()
    const chat = openTerminal({
      argv: ['chat', '-m', modelOf['openai-responses']],
      cwd: desk.directory,
      env: desk.env,
    })
    await ready(chat)
    say(chat, `/model ${modelOf['anthropic-messages']}`)
    await chat.waitFor(/the\s+server\s+has\s+no\s+key\s+of\s+anthropic/)
    expect(await sessions()).toEqual(there)
    await clear(chat, `/model ${modelOf['anthropic-messages']}`)
    say(chat, 'hello')
    await chat.waitFor('Very well.')
  })

  test('one that is taken away while a run is under way ends it with the same words, and the session says so', async () => {
    const away = gate()
    const script = answers({ work: [{ ...runs('echo one'), goesOnAfter: away.opened }, { text: 'done' }] })
    const { desk, session, removeKey } = await open(script)
    const run = desk.start(['run', '--json', ...model, '--session-id', session, 'work'])
    onTestFinished(() => away.open())
    await run.saw(/"turn.started"/)
    await removeKey()
    away.open()
    const { code, lines } = await run.ended
    expect([code, lines().at(-1)]).toEqual([
      5,
      expect.objectContaining({ kind: 'outcome', error: { code: 'auth', message: missing } }),
    ])
    const kinds = (await desk.run(['log', session, '--json'])).lines().map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['tool.finished', 'run.finished']))
  })
})
