import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { modelOf, type JsonLine, type Running } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { answers, gate } from '../tui/support/answers.ts'

const away = /no connection to the server/
const back = /the server is back/

/** Each with a directory of its own. */
const efforts = ['low', 'high', 'medium']

/** Longer than a request is sent again where nobody answers, ms. */
const outageMs = 14_000

describe.skipIf(!hasServers)(`run on a server${serversSuffix}`, { timeout: 90_000 }, () => {
  const surroundings = startSurroundings()
  const model = ['-m', modelOf['openai-responses']]
  let runs = 0

  async function open(script: ReturnType<typeof answers> = answers({})) {
    const mock = await startMockProvider(script)
    onTestFinished(() => mock.close())
    const place = await surroundings()
    const files = Object.fromEntries(efforts.map((effort) => [`${effort}/a.txt`, effort]))
    const desk = await openRemoteDesk(place, mock, { apart: { silence: 10 }, files })
    const log = async (session: string) => (await desk.run(['log', session, '--json'])).lines().slice(1)
    // One Temporal has the sessions of all.
    const name = () => `run-${(runs += 1)}`
    return { mock, place, desk, log, name }
  }

  /** A run under way that lasts until it is let go. */
  async function openLong(...flags: readonly string[]) {
    const half = gate()
    const long = { text: 'AGAIN '.repeat(40), goesOnAfter: half.opened, deltaChars: 6 }
    const { desk, log, name } = await open(answers({ long }))
    const session = name()
    const run = desk.start(['run', '--json', ...model, '--session-id', session, ...flags, 'long'])
    onTestFinished(() => {
      run.child.kill('SIGKILL')
      // A worker waits for its turn.
      half.open()
    })
    await run.saw(/"turn.started"/)
    return { desk, log, session, run, end: half.open }
  }

  const outcomeOf = async (run: Running) => (await run.ended).lines().at(-1)
  const kinds = (entries: readonly JsonLine[], kind: string) => entries.filter((entry) => entry.kind === kind)

  test('tells of a new session from its first entry, however soon a worker takes it', async () => {
    const { desk } = await open()
    for (let round = 0; round < 3; round++) {
      const ended = await Promise.all(
        [1, 2, 3, 4].map(() => desk.run(['run', '--json', ...model, '--mount', '.', 'x'])),
      )
      for (const { lines } of ended) {
        const [first, ...entries] = lines()
        expect(first).toMatchObject({ kind: 'session', after: 0 })
        expect(entries.slice(0, 2).map(({ kind }) => kind)).toEqual(['session.created', 'workspace.mounted'])
      }
    }
  })

  test('tells of a session that is there from behind what it had, with all that was asked besides the run', async () => {
    const { desk, log, name } = await open()
    const session = name()
    await desk.run(['run', ...model, '--session-id', session, 'x'])
    for (const effort of efforts) {
      const had = (await log(session)).length
      const more = ['--effort', effort, '-n', effort, '--mount', effort]
      const [first, ...entries] = (await desk.run(['run', '--json', '-r', session, ...more, 'y'])).lines()
      expect(first).toMatchObject({ kind: 'session', after: had })
      expect(entries.slice(0, 3).map(({ kind }) => kind)).toEqual([
        ...['session.configured', 'session.renamed', 'workspace.mounted'],
      ])
    }
    const had = (await log(session)).length
    const detached = await desk.run(['run', '--json', '--detach', '-r', session, '--effort', 'low', 'z'])
    expect(detached.lines()[0]).toMatchObject({ kind: 'session', after: had })
  })

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'goes on when a server that was ended by %s is back, and ends with what came of the run',
    async (signal) => {
      const { desk, run, log, session, end } = await openLong()
      desk.gateway.signal(signal)
      await run.heard(away)
      await wait(outageMs)
      end()
      await desk.gateway.restart()
      expect(await outcomeOf(run)).toMatchObject({ outcome: 'completed', exitCode: 0, turns: 1 })
      const { stderr, lines } = await run.ended
      expect(stderr).toMatch(back)
      expect(stderr.match(new RegExp(away, 'g'))).toHaveLength(1)
      // Each entry once, though the stream broke.
      expect(lines().slice(1, -1)).toEqual(await log(session))
    },
  )

  test('with the server away its own time ends it, and says that the run ends there by itself', async () => {
    const { desk, run, session } = await openLong('--timeout', '3')
    await desk.gateway.kill()
    expect(await outcomeOf(run)).toMatchObject({
      ...{ outcome: 'limit', exitCode: 3, limit: 'wall-clock', session },
      error: { code: 'limit', message: expect.stringContaining('no connection to the server') },
    })
  })

  test.each([
    ['away', 'SIGKILL'],
    ['hung', 'SIGSTOP'],
  ] as const)('with the server %s a second Ctrl-C leaves, and says that the run goes on there', async (_, signal) => {
    const { desk, run, session } = await openLong()
    desk.gateway.signal(signal)
    await run.heard(away)
    run.child.kill('SIGINT')
    await run.heard(/is told to stop the run as soon as it answers/)
    run.child.kill('SIGINT')
    const { code, stderr } = await run.ended
    expect(code).toBe(130)
    expect(stderr).toContain(`lightspeed stop ${session}`)
    expect(await outcomeOf(run)).toMatchObject({
      ...{ outcome: 'cancelled', exitCode: 130, session },
      error: { code: 'left', message: expect.stringContaining('was not told to stop') },
    })
  })

  test('a first Ctrl-C with the server away is sent until it is heard, once', async () => {
    const { desk, run, log, session } = await openLong()
    await desk.gateway.kill()
    await run.heard(away)
    run.child.kill('SIGINT')
    await wait(outageMs)
    await desk.gateway.restart()
    expect(await outcomeOf(run)).toMatchObject({ outcome: 'cancelled', exitCode: 130, error: { code: 'cancelled' } })
    expect(kinds(await log(session), 'run.cancelling')).toHaveLength(1)
  })

  test('what is asked while nobody can tell a worker is kept, said so, and done once', async () => {
    const { desk, place, log, name } = await open(answers({ x: { text: 'DONE' } }))
    expect((await desk.run(['run', ...model, 'x'])).code).toBe(0)
    const pid = place.temporal.pid()
    const hang = (signal: NodeJS.Signals) => process.kill(pid, signal)
    hang('SIGSTOP')
    onTestFinished(() => void hang('SIGCONT'))
    const sessions = [name(), name()] as const
    const waiting = desk.start(['run', '--json', ...model, '--session-id', sessions[1], 'x'])
    const detached = await desk.run(['run', '--detach', ...model, '--session-id', sessions[0], 'x'])
    expect([detached.code, detached.stdout]).toEqual([0, `${sessions[0]}\n`])
    expect(detached.stderr).toMatch(/no worker could be told of it yet; it is kept, and done as soon as one can/)
    const inJson = await desk.run(['run', '--detach', '--json', '-r', sessions[0], 'x again'])
    expect(inJson.lines().at(-1)).toMatchObject({ outcome: 'detached', exitCode: 0, session: sessions[0] })
    expect(inJson.stderr).toMatch(/no worker could be told of it yet/)
    await waiting.heard(/no worker has taken the session yet/)
    hang('SIGCONT')
    expect(await outcomeOf(waiting)).toMatchObject({ outcome: 'completed', text: 'DONE' })
    const finished = async () => kinds(await log(sessions[0]), 'run.finished')
    await vi.waitFor(async () => expect(await finished()).toHaveLength(2), { timeout: 60_000, interval: 500 })
    expect(kinds(await log(sessions[0]), 'run.requested')).toHaveLength(2)
  })
})
