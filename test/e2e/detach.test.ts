import { readFileSync, readlinkSync } from 'node:fs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { attach } from '../support/attached.ts'
import { modelOf, type Desk, type JsonLine } from '../support/cli.ts'
import { killWhereThere } from '../support/kill-where-there.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { inBothPlaces, onThisMachine, type Place } from '../support/places.ts'
import type { Reply, Script } from '../support/mock-provider/script.ts'
import { expectSoundLog, expectSoundRequests, readLog } from '../support/run-laws.ts'
import { gate } from '../tui/support/answers.ts'

const begin = ['-m', modelOf['openai-responses'], '--mount', '.', '--sandbox', 'none']

async function openRoom(place: Place, script: Script) {
  const mock = await startMockProvider(script)
  const desk = await place.openDesk({ 'a.txt': 'text\n' }, mock)
  onTestFinished(async () => {
    // Whatever still runs in the background ends before its directory goes.
    for (const { id } of await sessions(desk)) await desk.run(['stop', id])
    await until(async () => expect((await sessions(desk)).every(({ driver }) => driver === null)).toBe(true))
    await mock.close()
  })
  return { mock, desk }
}

interface Listed {
  readonly id: string
  readonly status: string
  readonly driver: { readonly pid: number } | null
  readonly activeRun: string | null
  readonly queued: number
}

async function sessions(desk: Desk): Promise<readonly Listed[]> {
  const { stdout } = await desk.run(['sessions', 'list', '--all', '--json'])
  return JSON.parse(stdout) as Listed[]
}

const theSession = async (desk: Desk): Promise<Listed | undefined> => (await sessions(desk))[0]
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 })
const outcomeOf = (log: readonly JsonLine[]) =>
  log.flatMap(({ kind, outcome }) => (kind === 'run.finished' ? [(outcome as { type: string }).type] : []))

/** Answers at once, but for prompts that say `slow`, whose answer takes for ever. */
const slowOr: Script = ({ userText }): Reply =>
  userText.includes('slow')
    ? { text: 'word '.repeat(2000), deltaChars: 5, chunkDelayMs: 20 }
    : { text: `answer to ${userText}`, startDelayMs: 100 }

inBothPlaces((place) => {
  test('a detached run prints its session, goes on without the command and its terminal, and is followed by its log', async () => {
    const { desk, mock } = await openRoom(place, slowOr)
    const { code, stdout, stderr } = await desk.run(['run', '--detach', ...begin, 'hello'])
    expect(code, stderr).toBe(0)
    const session = stdout.trim()
    expect(stderr).toMatch(
      place.isRemote ? /^a worker of the server goes on with it; /m : /^goes on in the background/m,
    )
    expect(stderr).toContain(`lightspeed stop ${session}`)
    const follower = desk.start(['log', session, '--json', '--follow'])
    await follower.saw(/"kind":"run.finished"/)
    follower.child.kill('SIGINT')
    expect(outcomeOf((await follower.ended).lines())).toEqual(['completed'])
    await until(async () => expect(await theSession(desk)).toMatchObject({ status: 'idle', driver: null, queued: 0 }))
    expectSoundLog(await readLog(desk, session))
    expectSoundRequests(mock)
    if (!place.isRemote) expect(readFileSync(`${desk.home}/data/background.log`, 'utf8')).toBe('')
  })

  test('with --json it ends with an outcome that says it is detached, and limits hold in the background', async () => {
    const { desk } = await openRoom(place, () => ({ calls: [{ name: 'read_file', args: { path: 'a.txt' } }] }))
    const { code, lines } = await desk.run(['run', '--detach', '--json', '--max-turns', '3', ...begin, 'hello'])
    expect(code).toBe(0)
    const [first, last] = lines()
    expect(first).toMatchObject({ kind: 'session', after: 0 })
    expect(last).toMatchObject({
      kind: 'outcome',
      outcome: 'detached',
      exitCode: 0,
      session: first?.['session'],
      run: null,
    })
    const { commandId, driver } = last?.['detached'] as { commandId: string; driver: number }
    // Workers are not ours to name.
    if (place.isRemote) expect(driver).toBeNull()
    else expect(driver).toBeGreaterThan(0)
    const session = String(first?.['session'])
    await until(async () => expect(outcomeOf(await readLog(desk, session))).toEqual(['limit']))
    const log = await readLog(desk, session)
    expect(log.find(({ kind }) => kind === 'run.requested')).toMatchObject({ commandId })
    expect(log.filter(({ kind }) => kind === 'turn.generated')).toHaveLength(3)
  })

  test('what is asked of a session that is driven in the background waits, and nobody else is started', async () => {
    const { desk, mock } = await openRoom(place, slowOr)
    const session = (await desk.run(['run', '--detach', ...begin, 'slow'])).stdout.trim()
    await until(async () => expect(await theSession(desk)).toMatchObject({ status: 'running', activeRun: 'r1' }))
    const driver = (await theSession(desk))?.driver?.pid
    const second = await desk.run(['run', '--detach', '--json', '-r', session, 'second'])
    expect(second.lines().at(-1)).toMatchObject({
      outcome: 'detached',
      detached: { driver: place.isRemote ? null : driver },
    })
    await until(async () => expect(await theSession(desk)).toMatchObject({ status: 'running', queued: 1 }))
    const { stdout } = await desk.run(['sessions', 'list'])
    expect(stdout).toContain(`running (pid ${driver}), 1 queued`)
    expect((await desk.run(['sessions', 'show', session])).stdout).toContain(`running (pid ${driver}), 1 queued`)
    expect(await desk.run(['sessions', 'delete', session, '--yes'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('lightspeed stop'),
    })

    const stopped = await desk.run(['stop', session, '--json'])
    expect(stopped.code, stopped.stderr).toBe(0)
    expect(JSON.parse(stopped.stdout)).toEqual({
      session,
      ended: [{ run: 'r1', outcome: 'cancelled' }],
      withdrawn: ['r2'],
      shells: { ended: [], withdrawn: [] },
      compactionWithdrawn: false,
      settled: true,
    })
    await until(async () => expect(await theSession(desk)).toMatchObject({ status: 'idle', driver: null }))
    expect(mock.requests).toHaveLength(1)
    const again = await desk.run(['stop', session])
    expect([again.code, again.stdout]).toEqual([0, `session ${session} is idle; there was nothing to stop\n`])
  })
})

onThisMachine('driver', (place) => {
  test('the background process has a session of its own, no terminal, and no key among its words', async () => {
    const { desk } = await openRoom(place, slowOr)
    await desk.run(['run', '--detach', ...begin, 'slow'])
    let pid = 0
    await until(async () => {
      pid = (await theSession(desk))?.driver?.pid ?? 0
      expect(pid).toBeGreaterThan(0)
    })
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    expect(words.slice(2)).toEqual(['drive', (await theSession(desk))?.id, '--sandbox', 'none', ''])
    const [, group, session] = /\) \w \d+ (\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    expect([Number(group), Number(session)]).toEqual([pid, pid])
    expect([0, 1].map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))).toEqual(['/dev/null', '/dev/null'])
  })

  test('what is detached while a plain run drives is done after that run has gone', async () => {
    const { desk, mock } = await openRoom(place, ({ userText }) => ({
      text: `answer to ${userText}`,
      startDelayMs: 1500,
    }))
    const plain = desk.start(['run', '--json', ...begin, '--session-id', 'shared', 'plain'])
    await plain.saw(/"kind":"turn.started"/)
    const detached = await desk.run(['run', '--detach', '-r', 'shared', 'detached'])
    expect(detached.code, detached.stderr).toBe(0)
    expect((await plain.ended).code).toBe(0)
    await until(async () => expect(outcomeOf(await readLog(desk, 'shared'))).toEqual(['completed', 'completed']))
    expect(mock.requests).toHaveLength(2)
  })

  test('a detached driver that is killed leaves an abandoned session, which stop ends without asking the model', async () => {
    const { desk, mock } = await openRoom(place, slowOr)
    const session = (await desk.run(['run', '--detach', ...begin, 'slow'])).stdout.trim()
    await until(async () => expect(mock.requests).toHaveLength(1))
    await desk.run(['run', '--detach', '-r', session, 'second'])
    const { pid } = (await theSession(desk))?.driver ?? { pid: 0 }
    process.kill(pid, 'SIGKILL')
    await until(async () =>
      expect(await theSession(desk)).toMatchObject({ status: 'abandoned', driver: null, activeRun: 'r1' }),
    )
    expect((await desk.run(['sessions', 'list'])).stdout).toContain('abandoned in r1')
    const stopped = await desk.run(['stop', session])
    expect(stopped.stdout).toBe(`session ${session}: stopped r1, took back r2\n`)
    expect(outcomeOf(await readLog(desk, session))).toEqual(['cancelled'])
    expect(mock.requests).toHaveLength(1)
  })

  test('prompts that nobody has taken in yet are taken back too', async () => {
    const { desk, mock } = await openRoom(place, slowOr)
    const session = (await desk.run(['run', '--detach', ...begin, 'slow'])).stdout.trim()
    await until(async () => expect(mock.requests).toHaveLength(1))
    const { pid } = (await theSession(desk))?.driver ?? { pid: 0 }
    process.kill(pid, 'SIGSTOP')
    onTestFinished(() => killWhereThere(pid))
    for (const prompt of ['second', 'third']) await desk.run(['run', '--detach', '-r', session, prompt])
    process.kill(pid, 'SIGKILL')
    const stopped = JSON.parse((await desk.run(['stop', session, '--json'])).stdout) as Record<string, unknown>
    expect(stopped).toMatchObject({
      ended: [{ run: 'r1', outcome: 'cancelled' }],
      withdrawn: ['r2', 'r3'],
      settled: true,
    })
    expect(mock.requests).toHaveLength(1)
  })

  test('a detached driver killed in the middle is replaced by a process that is attached, and each prompt is answered once', async () => {
    const killed = gate()
    const { desk, mock } = await openRoom(place, ({ userText, results, count }) =>
      results.length === 0
        ? {
            text: 'some words first',
            calls: [{ name: 'read_file', args: { path: 'a.txt' } }],
            deltaChars: 2,
            ...(count === 0 ? { goesOnAfter: killed.opened } : { chunkDelayMs: 50 }),
          }
        : { text: `answer to ${userText}` },
    )
    const session = (await desk.run(['run', '--detach', ...begin, 'first'])).stdout.trim()
    // Asked earlier, the second would start a driver of its own, and that one might take over.
    await until(async () => expect(mock.requests).toHaveLength(1))
    await desk.run(['run', '--detach', '-r', session, 'second'])
    const takeovers: number[] = []
    let streams = 0
    const attached = attach(desk, session, (said) => {
      if (said.type === 'delta') streams++
      if (said.type === 'driving' && said.from) takeovers.push(said.from.pid)
    })
    onTestFinished(() => attached.kill())
    // What the detached one streams is heard here.
    await until(async () => expect(streams).toBeGreaterThan(0))
    const { pid } = (await theSession(desk))?.driver ?? { pid: 0 }
    process.kill(pid, 'SIGKILL')
    killed.open()
    await until(async () => expect(outcomeOf(attached.log)).toEqual(['completed', 'completed']))
    expect(takeovers).toEqual([pid])
    const log = await readLog(desk, session)
    await until(async () => expect(attached.log).toEqual(log))
    expectSoundLog(log)
    expectSoundRequests(mock)
    expect(log.filter(({ kind, stop }) => kind === 'turn.generated' && stop === 'end')).toHaveLength(2)
  })

  test('a background driver told to end leaves at once, and the run is gone on with', async () => {
    const { desk, mock } = await openRoom(place, ({ attempt }) =>
      attempt === 0 ? { text: 'word '.repeat(2000), deltaChars: 5, chunkDelayMs: 20 } : { text: 'short' },
    )
    const session = (await desk.run(['run', '--detach', ...begin, 'hello'])).stdout.trim()
    await until(async () => expect(mock.requests).toHaveLength(1))
    process.kill((await theSession(desk))?.driver?.pid ?? 0, 'SIGTERM')
    await until(async () => expect(await theSession(desk)).toMatchObject({ status: 'abandoned', driver: null }))
    const driven = await desk.run(['drive', session])
    expect(driven.code, driven.stderr).toBe(0)
    expect(outcomeOf(await readLog(desk, session))).toEqual(['completed'])
  })
})
