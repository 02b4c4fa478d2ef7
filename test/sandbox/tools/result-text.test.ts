import { expect, test } from 'vitest'
import type { CommandEnd } from '../../../sandbox/process/waiting-shell.ts'
import type { Brought } from '../../../sandbox/sync/workspace-copies.ts'
import { resultText } from '../../../sandbox/tools/result-text.ts'

const ended: CommandEnd = { exitCode: 0, stoppedBy: null, isGone: true }
const unchanged: Brought = { moves: [], changed: [], skipped: [], failed: [] }

function text(output: string, end: Partial<CommandEnd> = {}, brought: Partial<Brought> = {}): string {
  return resultText(output, { ...ended, ...end }, 2000, { ...unchanged, ...brought }, '/workspace')
}

test('the exit code is always there', () => {
  expect(text('hi\n')).toBe('hi\nexit code: 0')
  expect(text('')).toBe('(no output)\nexit code: 0')
  expect(text('x', { exitCode: 139 })).toBe('x\nexit code: 139 (SIGSEGV)')
})

test('a timeout says how long it was', () => {
  expect(text('', { exitCode: 143, stoppedBy: 'timeout' })).toContain('Timed out after 2 s')
})

test('a process that could not be ended is admitted', () => {
  expect(text('', { isGone: false })).toContain('could not be ended')
})

test('up to ten changed files are named, from the first mount where they lie in it', () => {
  expect(text('', {}, { changed: ['/workspace/src/a.ts'] })).toContain('1 file changed: src/a.ts')
  const many = Array.from({ length: 12 }, (_, index) => `/other/${index}`)
  expect(text('', {}, { changed: many })).toMatch(/12 files changed: \/other\/0, .*\/other\/9, and 2 more$/)
})

test('what could not be kept is told with its reason', () => {
  const skipped = [{ path: '/workspace/pipe', reason: 'a named pipe' }]
  expect(text('', {}, { skipped })).toContain('1 file not kept: pipe (a named pipe)')
  const failed = [{ path: '/workspace', reason: 'too many files' }]
  expect(text('', {}, { failed })).toContain('What it changed in /workspace is not kept (too many files).')
})
