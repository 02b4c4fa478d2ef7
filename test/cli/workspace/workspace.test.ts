import { expect, test } from 'vitest'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { palette } from '../../../cli/render/palette.ts'
import { applyExitCode, applyReport } from '../../../cli/workspace/apply-report.ts'
import { countLines, statLines } from '../../../cli/workspace/diff-stat.ts'
import { changeWord, fileChanges, type MountChanges } from '../../../cli/workspace/mount-changes.ts'
import { selectPaths } from '../../../cli/workspace/select-paths.ts'

const ref = 'sha256:0' as BlobRef
const mount = (path: string, source: string | null) => {
  const recorded = { path, source, mountedRef: ref, baseRef: ref, headRef: ref, readOnly: false }
  return { ...recorded, recorded, isCopy: false }
}
const change = (path: string) => ({ path, type: 'modified', before: null, after: null }) as const
const repo: MountChanges = {
  mount: mount('/workspace', '/home/me/repo'),
  changes: ['src/a.ts', 'src/b.ts', 'x'].map(change),
}
const lib: MountChanges = { mount: mount('/mnt/lib', '/home/me/lib'), changes: [change('src/a.ts')] }
const select = (names: readonly string[], directory: string, all = [repo, lib]) =>
  Object.fromEntries(selectPaths(names, all, directory))

test('paths are relative to where one stands in a mounted directory', () => {
  expect(select(['a.ts'], '/home/me/repo/src')).toEqual({ '/workspace': ['src/a.ts'] })
  expect(select(['../x', 'b.ts'], '/home/me/repo/src')).toEqual({ '/workspace': ['x', 'src/b.ts'] })
  expect(select(['../lib/src/a.ts'], '/home/me/repo')).toEqual({ '/mnt/lib': ['src/a.ts'] })
})

test('elsewhere they are relative to the mounts', () => {
  expect(select(['src/a.ts'], '/tmp')).toEqual({ '/workspace': ['src/a.ts'], '/mnt/lib': ['src/a.ts'] })
})

test('absolute paths are those on disk or those of the workspace, and a directory names what is below', () => {
  expect(select(['/mnt/lib/src/a.ts'], '/tmp')).toEqual({ '/mnt/lib': ['src/a.ts'] })
  expect(select(['/home/me/repo/src'], '/tmp')).toEqual({ '/workspace': ['src/a.ts', 'src/b.ts'] })
  expect(select(['.'], '/home/me/repo')).toEqual({ '/workspace': ['src/a.ts', 'src/b.ts', 'x'] })
})

test('a path where nothing changed is refused', () => {
  for (const name of ['y', 'src/a', '/etc/passwd', '../..']) {
    expect(() => selectPaths([name], [repo], '/home/me/repo/src')).toThrow(/nothing changed there/)
  }
})

test('scripts know three kinds of change', () => {
  expect((['added', 'removed', 'modified', 'type-changed', 'mode-changed'] as const).map(changeWord)).toEqual([
    'added',
    'deleted',
    'modified',
    'modified',
    'modified',
  ])
  expect(fileChanges([lib])).toEqual([{ path: '/mnt/lib/src/a.ts', change: 'modified' }])
})

test('lines of a diff are counted without its header', () => {
  const diff = 'diff --git a/q b/q\n--- a/q\n+++ b/q\n@@ -1,2 +1,3 @@\n--- x\n+++ y\n+z\n same\n'
  expect(countLines('q', diff)).toEqual({ path: 'q', additions: 2, deletions: 1, binary: false })
  expect(countLines('i', 'diff --git a/i b/i\nBinary files a/i and b/i differ\n')).toMatchObject({
    binary: true,
    additions: 0,
  })
  const stat = statLines(
    [countLines('q', diff), { path: 'long/i', additions: 0, deletions: 0, binary: true }],
    palette(false),
  )
  expect(stat).toBe(' q      |    3 ++-\n long/i | Bin\n 2 files changed, 2 insertions(+), 1 deletion(-)\n')
})

const nothing = {
  mount: mount('/workspace', '/d'),
  newBase: null,
  written: [],
  removed: [],
  conflicts: [],
  needsConsent: [],
}

test('a report says what became of each path, and the exit code is of the worst', () => {
  const left = { path: 'b', reason: 'was changed on disk' }
  const mixed = {
    ...nothing,
    written: ['a'],
    removed: ['r'],
    conflicts: [left],
    needsConsent: [{ path: '.envrc', reason: 'runs' }],
  }
  expect(applyReport([mixed], false)).toEqual([
    'wrote /d/a',
    'removed /d/r',
    'conflict: b was changed on disk; left as it is',
    'not written: .envrc: runs; --allow-exec-files writes it',
    '1 conflict left; lightspeed diff shows our side',
  ])
  expect(applyReport([{ ...nothing, written: ['a'] }], true)).toEqual(['would write /d/a'])
  expect(applyReport([nothing], false)).toEqual(['nothing to apply'])
  expect([mixed, { ...mixed, conflicts: [] }, nothing].map((mount) => applyExitCode([mount]))).toEqual([1, 4, 0])
})
