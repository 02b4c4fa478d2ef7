import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keysPath, readKeys, writeKeys } from '../../../cli/auth/keys-file.ts'
import { forgetKeys, storeKey } from '../../../cli/auth/store-key.ts'
import { temporaryDirectory } from '../../core/store/temporary-directory.ts'

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

test('keys come back as they were stored, in a file and a directory that only their owner can enter', () => {
  const directory = join(temporaryDirectory(), 'config')
  expect(readKeys(directory)).toEqual({})
  storeKey('openai', 'sk-one\n', directory)
  storeKey('groq', 'gsk-two', directory)
  expect(readKeys(directory)).toEqual({ openai: 'sk-one', groq: 'gsk-two' })
  expect([mode(keysPath(directory)), mode(directory)]).toEqual(['600', '700'])
  expect(readdirSync(directory)).toEqual(['keys.json'])
  expect(forgetKeys('openai', directory)).toEqual(['openai'])
  expect(readKeys(directory)).toEqual({ groq: 'gsk-two' })
})

test('a directory that others may enter is closed when a key is stored in it', () => {
  const directory = join(temporaryDirectory(), 'config')
  mkdirSync(directory, { mode: 0o755 })
  chmodSync(directory, 0o755)
  storeKey('openai', 'sk-one', directory)
  expect(mode(directory)).toBe('700')
})

test('a file that others may read, a symbolic link and what is no file are refused with what to do', () => {
  const directory = temporaryDirectory()
  const file = keysPath(directory)
  writeKeys(directory, { openai: 'sk-secret' })
  for (const open of [0o644, 0o640, 0o602]) {
    chmodSync(file, open)
    expect(() => readKeys(directory)).toThrow(/others may read it; chmod 600 .*keys\.json/)
    expect(() => storeKey('openai', 'sk-other', directory)).toThrow(/others may read it/)
  }
  const linked = join(directory, 'linked')
  mkdirSync(linked, { mode: 0o700 })
  chmodSync(file, 0o600)
  symlinkSync(file, keysPath(linked))
  expect(() => readKeys(linked)).toThrow(/it is a symbolic link; replace it/)
  const strange = join(directory, 'strange')
  mkdirSync(keysPath(strange), { recursive: true })
  expect(() => readKeys(strange)).toThrow(/it is not a file/)
})

test('what is damaged is refused without quoting it', () => {
  const directory = temporaryDirectory()
  for (const text of ['{"openai": "sk-secret"', '["sk-secret"]', '{"openai": 7}', '"sk-secret"']) {
    writeFileSync(keysPath(directory), text, { mode: 0o600 })
    expect(() => readKeys(directory)).toThrow(/does not hold keys by provider/)
    expect(() => readKeys(directory)).not.toThrow(/secret/)
  }
  expect(readFileSync(keysPath(directory), 'utf8')).toBe('"sk-secret"')
})

test('a key that cannot be one is refused and not repeated', () => {
  const directory = temporaryDirectory()
  for (const key of ['', '  \n', 'sk one', 'sk\u001b[2J', 'schlüssel']) {
    expect(() => storeKey('openai', key, directory)).toThrow(/key is (empty|one word)/)
  }
  expect(readdirSync(directory)).toEqual([])
})
