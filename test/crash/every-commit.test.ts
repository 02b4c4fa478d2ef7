import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadState } from '../../core/host/index.ts'
import { openSqliteStore } from '../../core/store/sqlite/open-sqlite-store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { modelOf, openDesk, wires, type Desk } from '../support/cli.ts'
import { startMockProvider, type MockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Wire } from '../support/mock-provider/script.ts'
import { expectSoundLog, expectSoundRequests } from '../support/run-laws.ts'
import { inParallel } from '../support/in-parallel.ts'
import { longRunFiles, longRunScript, longRunTurns } from '../e2e/long-run-script.ts'

const killer = fileURLToPath(new URL('../support/process/kill-at-commit.mjs', import.meta.url))
const identity = ['--session-id', 'long', '--idempotency-key', 'once']

interface Life {
  readonly desk: Desk
  readonly mock: MockProvider
}

const begin = ({ desk }: Life, wire: Wire, env: NodeJS.ProcessEnv) =>
  desk.run(['run', '--json', '-m', modelOf[wire], '--mount', '.', ...identity, 'mend the three files'], { env })

async function live(work: (life: Life) => Promise<void>): Promise<void> {
  const mock = await startMockProvider(longRunScript)
  try {
    await work({ mock, desk: openDesk(longRunFiles, mock) })
  } finally {
    await mock.close()
  }
}

/** A run that nobody kills: how often it commits, and the tree it ends with. */
async function unharmed(wire: Wire): Promise<{ readonly commits: number; readonly head: string }> {
  let result = { commits: 0, head: '' }
  await live(async (life) => {
    const file = join(life.desk.home, '..', 'commits')
    const { code } = await begin(life, wire, { NODE_OPTIONS: `--import=${killer}`, KILL_COUNT_FILE: file })
    expect(code).toBe(0)
    result = { commits: Number(readFileSync(file, 'utf8')), head: (await readSession(life.desk)).head }
  })
  return result
}

async function readSession({ home }: Desk) {
  const store = openSqliteStore({ directory: join(home, 'data') })
  try {
    const log = await store.log.read('long' as SessionId, 0)
    const { state } = await loadState(store, 'long' as SessionId)
    return { log, head: state.workspace.mounts[0]?.headRef ?? '' }
  } finally {
    await store.close()
  }
}

async function expectWhole(wire: Wire, life: Life, head: string): Promise<void> {
  const { desk, mock } = life
  const { code, stdout } = await begin(life, wire, {})
  expect(code, stdout.slice(-500)).toBe(0)
  expectSoundRequests(mock)
  const session = await readSession(desk)
  expectSoundLog(session.log)
  expect(session.log.filter(({ event }) => event.kind === 'turn.generated')).toHaveLength(longRunTurns)
  expect(session.head).toBe(head)
}

test.each(wires)(
  'over %s, a run killed at any commit and begun again ends as if nothing had happened',
  async (wire) => {
    const { commits, head } = await unharmed(wire)
    expect(commits).toBeGreaterThan(2 * longRunTurns)
    let kills = 0
    const boundaries = Array.from({ length: commits }, (_, index) => index + 1)
    await inParallel(2, boundaries, (at) =>
      live(async (life) => {
        const when = (at + wires.indexOf(wire)) % 2 === 0 ? 'before' : 'after'
        const { signal } = await begin(life, wire, {
          NODE_OPTIONS: `--import=${killer}`,
          KILL_AT: String(at),
          KILL_WHEN: when,
        })
        if (signal === 'SIGKILL') kills++
        await expectWhole(wire, life, head)
      }),
    )
    console.log(`${wire}: ${kills} kills at ${commits} commits`)
    expect(kills).toBeGreaterThanOrEqual(commits - 2)
  },
)
