import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { modelOf, openDesk, type Desk } from '../support/cli.ts'
import { startMockProvider, type MockProvider } from '../support/mock-provider/mock-provider.ts'
import { startPerson } from '../support/person.ts'
import { expectSoundLog, expectSoundRequests, readLog } from '../support/run-laws.ts'
import { seededRandom } from '../support/seeded-random.ts'

const killer = fileURLToPath(new URL('../support/process/kill-at-commit.mjs', import.meta.url))
const lines = [0, 1, 2].map((n) => `echo ${n} >> "$HOME/ledger"; echo go; sleep 0.05; echo ${n} > made-${n}`)
const asks = ['s', 'none', ...lines]

async function scene(): Promise<{ readonly mock: MockProvider; readonly desk: Desk }> {
  const mock = await startMockProvider(() => ({ text: 'fine' }))
  onTestFinished(() => mock.close())
  const desk = openDesk({ 'a.txt': 'text\n' }, mock)
  const args = ['run', '-m', modelOf['openai-responses'], '--session-id', 's', '--mount', '.', 'hello']
  expect((await desk.run(args)).code).toBe(0)
  return { mock, desk }
}

/** Every command ended once, none took effect twice, and what is known to have worked did. */
async function expectEachOnce(desk: Desk): Promise<number> {
  const log = await readLog(desk, 's')
  expectSoundLog(log)
  const of = (kind: string) => log.filter((line) => line.kind === kind).map(({ shellId }) => shellId)
  expect(of('shell.finished')).toEqual(['s1', 's2', 's3'])
  expect(of('shell.started')).toEqual(['s1', 's2', 's3'])
  const ledger = join(desk.home, '..', 'ledger')
  const effects = existsSync(ledger) ? readFileSync(ledger, 'utf8').trim().split('\n') : []
  expect(new Set(effects).size).toBe(effects.length)
  const outcomes = log.filter(({ kind }) => kind === 'shell.finished').map(({ outcome }) => outcome)
  for (const [n, outcome] of outcomes.entries()) if (outcome === 'ok') expect(effects).toContain(String(n))
  expect(outcomes.every((outcome) => outcome === 'ok' || outcome === 'unknown')).toBe(true)
  return outcomes.filter((outcome) => outcome === 'unknown').length
}

test('a driver killed at any commit leaves no command of a person that is run twice or forgotten', async () => {
  const { desk } = await scene()
  const file = join(desk.home, '..', 'commits')
  const env = { NODE_OPTIONS: `--import=${killer}` }
  expect((await startPerson(desk, asks, { ...env, KILL_COUNT_FILE: file }).ended).code).toBe(0)
  expect(await expectEachOnce(desk)).toBe(0)
  const commits = Number(readFileSync(file, 'utf8'))
  expect(commits).toBeGreaterThan(9)
  let kills = 0
  for (let at = 1; at <= commits; at++) {
    const { mock, desk: next } = await scene()
    const when = at % 2 === 0 ? 'before' : 'after'
    const { signal } = await startPerson(next, asks, { ...env, KILL_AT: String(at), KILL_WHEN: when }).ended
    if (signal === 'SIGKILL') kills++
    expect((await startPerson(next, asks).ended).stdout).toMatch(/idle\n$/)
    expect(await expectEachOnce(next)).toBeLessThanOrEqual(1)
    expect((await next.run(['run', '-c', 'go on'])).code).toBe(0)
    expectSoundRequests(mock)
  }
  expect(kills).toBeGreaterThanOrEqual(commits - 2)
})

test('a driver killed at any time, again and again, does not either', async () => {
  const random = seededRandom(20261125)
  let kills = 0
  let unknown = 0
  while (kills < 24) {
    const { desk } = await scene()
    for (let life = 0; life < 4; life++) {
      const { child, ended, saw } = startPerson(desk, asks)
      // Some by the clock, most while a command runs or has just ended.
      if (random() < 1 / 3) await Promise.race([ended, wait(400 + random() * 700)])
      else
        await saw('go').then(
          () => wait(random() * 250),
          () => undefined,
        )
      child.kill('SIGKILL')
      if ((await ended).signal !== 'SIGKILL') break
      kills++
    }
    expect((await startPerson(desk, asks).ended).code).toBe(0)
    unknown += await expectEachOnce(desk)
  }
  expect(unknown).toBeGreaterThan(0)
  console.log(`${kills} kills, ${unknown} outcomes unknown`)
})
