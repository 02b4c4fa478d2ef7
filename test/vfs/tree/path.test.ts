import { describe, expect, test } from 'vitest'
import { PathError } from '../../../vfs/tree/errors.ts'
import { nameProblem, splitPath } from '../../../vfs/tree/path.ts'

describe('a path that could lead elsewhere is refused', () => {
  const paths = [
    '..',
    '../a',
    'a/..',
    'a/../b',
    '.',
    './a',
    'a/.',
    'a//b',
    '/a',
    'a/',
    '/',
    'a\0b',
    '.git',
    '.git/config',
    'a/.git/hooks/pre-commit',
    '.GIT/config',
    '.Git',
    '.g\u200cit',
    '.gi\u200dt/config',
    '\u200e.git',
    '.git\ufeff',
    'git~1',
    'GIT~1/config',
    '.git.',
    '.git ',
    '.git . .',
    '.git::$INDEX_ALLOCATION',
    '.git:stream',
    '\ud800',
    'a/\udfff.ts',
    'n'.repeat(256),
    'ä'.repeat(128),
    Array.from({ length: 257 }, () => 'd').join('/'),
    Array.from({ length: 20 }, () => 'n'.repeat(250)).join('/'),
  ]
  test.each(paths)('%j', (path) => {
    expect(() => splitPath(path)).toThrow(PathError)
  })
})

describe('an unusual path that leads nowhere else is taken', () => {
  const paths = [
    '...',
    '..a',
    'a..',
    '.gitignore',
    '.github/workflows/ci.yml',
    'git',
    'digit~1',
    'a.git',
    'back\\slash',
    'new\nline',
    '\u001b[31m',
    'CON',
    'a:b',
    ' ',
    'Ａ．ｔｓ',
    'n'.repeat(255),
    Array.from({ length: 256 }, () => 'd').join('/'),
  ]
  test.each(paths)('%j', (path) => {
    expect(splitPath(path).join('/')).toBe(path)
  })
})

test('the root has no names', () => {
  expect(splitPath('')).toEqual([])
})

test('the reason says what is wrong with a name', () => {
  expect(nameProblem('.GIT')).toContain('.git is never part')
  expect(nameProblem('a.ts')).toBeNull()
})
