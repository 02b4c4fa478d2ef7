import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf, openDesk } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { freePort } from '../support/free-port.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { waitFor } from '../support/wait-for.ts'
import { openTerminal } from '../support/terminal.ts'
import { idle, ready, say } from '../tui/support/chat.ts'
import { expectOneLine } from './expect-one-line.ts'

/** Every command that works with sessions, with what it is given. */
const commands: readonly (readonly string[])[] = [
  ['run', '-m', 'demo/scripted', 'hello'],
  ['run', '-c', 'hello'],
  ['log'],
  ['diff'],
  ['apply'],
  ['stop'],
  ['cost'],
  ['context'],
  ['compact'],
  ['export'],
  ['fork'],
  ['sessions'],
  ['sessions', 'list', '--json'],
  ['sessions', 'show'],
  ['sessions', 'rename', 'a', 'b'],
  ['sessions', 'delete', 'a', '--yes'],
  ['import', '-'],
]

/** What names no session, and how that ends everywhere. */
const wrong: readonly (readonly string[])[] = [
  ['log', 'nobody'],
  ['diff', 'nobody'],
  ['apply', 'nobody'],
  ['stop', 'nobody'],
  ['cost', 'nobody'],
  ['context', 'nobody'],
  ['compact', 'nobody'],
  ['export', 'nobody'],
  ['fork', 'nobody'],
  ['sessions', 'show', 'nobody'],
  ['sessions', 'rename', 'nobody', 'somebody'],
  ['sessions', 'delete', 'nobody', '--yes'],
  ['run', '-r', 'nobody', 'hello'],
  ['run', '-c', 'hello'],
  ['run', '--session-id', 'no/id', 'hello'],
  ['run', '-m', 'nobody/nothing', 'hello'],
  ['run', '-m', 'anthropic/claude-sonnet-4-5:ultra', 'hello'],
  ['run', '--detach', '-r', 'nobody', 'hello'],
  ['log'],
  ['import', 'nowhere.jsonl'],
]

test('a gateway that is not there is one line for every command, and exit code 1', { timeout: 300_000 }, async () => {
  const env = { LIGHTSPEED_REMOTE: `http://127.0.0.1:${await freePort()}`, LIGHTSPEED_REMOTE_KEY: 'ls_any' }
  const desk = openDesk()
  const ended = await Promise.all(commands.map((args) => desk.run(args, { env, input: '' })))
  for (const one of ended)
    expectOneLine(one, 1, /the gateway at .* does not answer \(ECONNREFUSED\): check the address/)
})

describe.skipIf(!hasServers)(`what goes wrong with a server${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  async function open(wish: Parameters<typeof openRemoteDesk>[2] = {}) {
    const mock = await startMockProvider(({ userText }) => ({ text: `answer to ${userText}` }))
    onTestFinished(() => mock.close())
    const place = await surroundings()
    return { mock, place, desk: await openRemoteDesk(place, mock, wish) }
  }

  test('a key that is not taken is one line for every command, and exit code 5', async () => {
    const { desk } = await open()
    for (const args of commands)
      expectOneLine(
        await desk.run(args, { env: { LIGHTSPEED_REMOTE_KEY: 'ls_nope' }, input: '' }),
        5,
        /does not take this key/,
      )
  })

  test('what names no session, no model or nothing ends as it does on this machine', async () => {
    const { desk, mock } = await open()
    const here = openDesk({}, mock)
    for (const args of wrong) {
      const local = await here.run(args, { cwd: desk.directory })
      expect(local.code).toBe(2)
      const { code, stdout, stderr } = await desk.run(args)
      expect({ args, code, stdout, stderr }).toEqual({ args, code: 2, stdout: local.stdout, stderr: local.stderr })
    }
  })

  test('that no worker is there is said, and what was asked is done when one comes', async () => {
    const { desk } = await open({ apart: { silence: 1 } })
    const model = ['-m', modelOf['openai-responses']]
    expect((await desk.run(['run', ...model, '--session-id', 's', 'first'])).stdout).toBe('answer to first\n')
    await desk.worker.kill()
    const words = /no worker has taken the session yet/
    const run = desk.start(['run', '-r', 's', 'second'])
    const json = desk.start(['run', '--json', ...model, 'third'])
    await Promise.all([run.heard(words), json.heard(words)])
    const chat = openTerminal({ argv: ['chat', ...model], cwd: desk.directory, env: desk.env, columns: 120 })
    await ready(chat)
    say(chat, 'fourth')
    await chat.waitFor('no worker has taken it yet')
    const plain = openTerminal({
      argv: ['chat', '--plain', ...model],
      cwd: desk.directory,
      env: desk.env,
      columns: 120,
    })
    plain.type('plainly\r')
    await plain.waitFor('no worker has taken it yet')
    await desk.worker.restart()
    expect((await run.ended).stdout).toBe('answer to second\n')
    expect((await json.ended).lines().at(-1)).toMatchObject({ outcome: 'completed', text: 'answer to third' })
    await chat.waitFor('answer to fourth')
    await idle(chat)
    await chat.waitFor((screen) => !screen.includes('no worker'))
    chat.press('ctrl+d')
    await chat.exited
    await plain.waitFor('the server goes on')
    await plain.waitFor('answer to plainly')
    plain.press('ctrl+d')
    await plain.exited
    expect((await desk.run(['run', '-q', '-r', 's', 'fifth'])).stderr).toBe('')
  })
  test('a session that workers cannot go on with ends the wait of a person with the reason, and goes on once that is gone', async () => {
    const { desk, place } = await open({ apart: { silence: 1 } })
    const model = ['-m', modelOf['openai-responses']]
    await desk.run(['run', ...model, '--session-id', 'stuck', 'first'])
    const database = new pg.Client(place.postgresUrl)
    await database.connect()
    onTestFinished(() => database.end())
    await database.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse();`)
    expectOneLine(
      await desk.run(['run', '-q', '-r', 'stuck', 'second']),
      1,
      /the server cannot go on with session stuck, .*not today/,
    )
    expect(desk.worker.said()).toMatch(/worker: session stuck of default: .*not today/)
    await database.query('DROP TRIGGER refuse ON events')
    const third = await desk.run(['run', '-q', '-r', 'stuck', 'third'])
    expect([third.code, third.stdout]).toEqual([0, 'answer to third\n'])
  })

  test('a worker with another master key fails no run: it is told, and done by a worker that has the right one', async () => {
    const wrong = { LIGHTSPEED_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
    const { desk, mock } = await open({ apart: { silence: 1 }, workerEnv: wrong })
    const words = /the stored key of openai cannot be opened with this master key/
    const run = ['run', '-q', '-m', modelOf['openai-responses'], '--session-id', 'sealed', 'first']
    expectOneLine(await desk.run(run), 1, words)
    expect(desk.worker.said()).toMatch(words)
    const right = await desk.anotherWorker()
    await desk.worker.kill()
    // Until another one has taken it, what the last one said of the session holds.
    await waitFor(() => expect(mock.requests).toHaveLength(1))
    const second = await desk.run(['run', '-q', '-r', 'sealed', 'second'])
    expect([second.code, second.stdout]).toEqual([0, 'answer to second\n'])
    expect(mock.requests).toHaveLength(2)
    await right.kill()
  })
})
