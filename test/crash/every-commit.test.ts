import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { modelOf, openDesk, wires, type Desk } from '../support/cli.ts'
import { startMockProvider, type MockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Wire } from '../support/mock-provider/script.ts'
import { expectSoundLog, expectSoundRequests, readLog } from '../support/run-laws.ts'
import { inParallel } from '../support/in-parallel.ts'
import { longRunFiles, longRunResult, longRunScript, longRunTurns } from '../e2e/long-run-script.ts'

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

/** Commits of a run that nobody kills. */
async function countCommits(wire: Wire): Promise<number> {
  let commits = 0
  await live(async (life) => {
    const file = join(life.desk.home, '..', 'commits')
    const { code } = await begin(life, wire, { NODE_OPTIONS: `--import=${killer}`, KILL_COUNT_FILE: file })
    expect(code).toBe(0)
    commits = Number(readFileSync(file, 'utf8'))
  })
  return commits
}

async function expectWhole(wire: Wire, life: Life): Promise<void> {
  const { desk, mock } = life
  const { code, stdout } = await begin(life, wire, {})
  expect(code, stdout.slice(-500)).toBe(0)
  expectSoundRequests(mock)
  const log = await readLog(desk, 'long')
  expectSoundLog(log)
  expect(log.filter(({ kind }) => kind === 'turn.generated')).toHaveLength(longRunTurns)
  expect((await desk.run(['apply', 'long'])).code).toBe(0)
  const mended = Object.keys(longRunResult).map((path) => readFileSync(join(desk.directory, path), 'utf8'))
  expect(mended).toEqual(Object.values(longRunResult))
}

test.each(wires)('over %s, a run killed at any commit and begun again ends as if nothing had happened', async (wire) => {
  const commits = await countCommits(wire)
  expect(commits).toBeGreaterThan(2 * longRunTurns)
  let kills = 0
  const boundaries = Array.from({ length: commits }, (_, index) => index + 1)
  await inParallel(2, boundaries, (at) =>
    live(async (life) => {
      const when = (at + wires.indexOf(wire)) % 2 === 0 ? 'before' : 'after'
      const { signal } = await begin(life, wire, { NODE_OPTIONS: `--import=${killer}`, KILL_AT: String(at), KILL_WHEN: when })
      if (signal === 'SIGKILL') kills++
      await expectWhole(wire, life)
    }),
  )
  console.log(`${wire}: ${kills} kills at ${commits} commits`)
  expect(kills).toBeGreaterThanOrEqual(commits - 2)
})
