import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isPrivateDirectory, makePrivateDirectory } from '../../../core/live/private-directory.ts'

function root(): string {
  const directory = mkdtempSync(join(tmpdir(), 'private-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

test('a directory is made for its owner alone, parents included', () => {
  const directory = join(root(), 'a', 'b')
  expect(isPrivateDirectory(directory)).toBe(false)
  expect(makePrivateDirectory(directory)).toBe(true)
  expect(statSync(directory).mode & 0o777).toBe(0o700)
  expect(statSync(join(directory, '..')).mode & 0o777).toBe(0o700)
})

test('one of ours that others may read is closed, one that they may write in is refused and left as it is', () => {
  const directory = root()
  chmodSync(directory, 0o755)
  expect(makePrivateDirectory(directory)).toBe(true)
  expect(statSync(directory).mode & 0o777).toBe(0o700)
  for (const mode of [0o770, 0o707, 0o777, 0o1777]) {
    chmodSync(directory, mode)
    expect(makePrivateDirectory(directory), mode.toString(8)).toBe(false)
    expect(statSync(directory).mode & 0o1777).toBe(mode)
  }
})

test('a link is refused, wherever it leads, and so is a file', () => {
  const directory = root()
  mkdirSync(join(directory, 'real'), { mode: 0o700 })
  symlinkSync('real', join(directory, 'link'))
  writeFileSync(join(directory, 'file'), '')
  expect(makePrivateDirectory(join(directory, 'link'))).toBe(false)
  expect(makePrivateDirectory(join(directory, 'file'))).toBe(false)
})

test('a parent that others may write in is refused, unless it keeps everybody to what is theirs', () => {
  const directory = root()
  const child = join(directory, 'child')
  chmodSync(directory, 0o777)
  expect(makePrivateDirectory(child)).toBe(false)
  chmodSync(directory, 0o1777)
  expect(makePrivateDirectory(child)).toBe(true)
})

test.runIf(process.geteuid?.() === 0)('what belongs to somebody else is refused, and so is what lies in it', () => {
  const directory = root()
  const child = join(directory, 'child')
  mkdirSync(child, { mode: 0o700 })
  chownSync(child, 12345, 12345)
  expect(makePrivateDirectory(child)).toBe(false)
  chownSync(child, 0, 0)
  chownSync(directory, 12345, 12345)
  expect(makePrivateDirectory(child)).toBe(false)
})
