import { expect } from 'vitest'
import type { StoredEntry } from '../../core/log/entry.ts'
import type { Desk, JsonLine } from './cli.ts'
import type { MockProvider } from './mock-provider/mock-provider.ts'
import { prefixBreaks } from './mock-provider/record.ts'

/** The whole log of a session, as `log --json` prints it. */
export async function readLog(desk: Desk, session: string): Promise<readonly JsonLine[]> {
  const { lines, code, stderr } = await desk.run(['log', session, '--json'])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return lines().filter((line) => 'seq' in line)
}

/** No gap, and no opId that was recorded by two appends. */
export function expectSoundLog(log: readonly (JsonLine | StoredEntry)[]): void {
  expect(log.map((entry) => entry['seq'])).toEqual(log.map((_, index) => index + 1))
  const closed = new Set<unknown>()
  let current: unknown = null
  for (const entry of log) {
    const opId = entry['opId']
    if (opId === current) continue
    expect(closed, `opId ${String(opId)} was recorded twice`).not.toContain(opId)
    closed.add(current)
    current = opId
  }
}

/** Every request extended the one before, and none was one that a strict provider refuses. */
export function expectSoundRequests(mock: MockProvider): void {
  expect(mock.violations).toEqual([])
  expect(prefixBreaks(mock.requests)).toEqual([])
}
