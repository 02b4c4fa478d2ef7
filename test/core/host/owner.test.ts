import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isGone, startOf, thisProcess } from '../../../core/host/owner.ts'

/** `/proc/<pid>/stat` as Linux writes it. */
const stat = (name: string, state: string, threads: number) =>
  `4711 (${name}) ${state} 1 4711 4711 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 ${threads} 0 170833 0 0 18446744073709551615 0\n`

test('a process is known by when it started, whatever its name has in it', () => {
  expect(startOf(stat('postgres', 'S', 1))).toBe('170833')
  expect(startOf(stat('a) Z 1 (b', 'R', 12))).toBe('170833')
})

test('one that waits to be reaped has ended, but not while some of its threads still end', () => {
  expect(startOf(stat('node', 'Z', 1))).toBe('dead')
  expect(startOf(stat('node', 'Z', 0))).toBe('dead')
  expect(startOf(stat('node', 'Z', 7))).toBe('170833')
})

test.runIf(process.platform === 'linux')('this process runs, and another one that had its number does not', () => {
  const own = thisProcess()
  expect(own.startedAt).toBe(startOf(readFileSync('/proc/self/stat', 'utf8')))
  expect(isGone(own)).toBe(false)
  expect(isGone({ ...own, startedAt: '1' })).toBe(true)
})
