import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { errorCode } from '../../core/values/errors.ts'
import { UsageError } from '../errors.ts'
import { checkConfig, configPath, parseObject } from './config-file.ts'
import { makePrivate } from './directories.ts'

/** Keys that hold one word or number; `providers`, `remotes` and `keys` are edited in the file. */
export const settableKeys = ['model', 'sandbox', 'maxTurns', 'theme', 'remote'] as const

/** A settable key. */
export type SettableKey = (typeof settableKeys)[number]

/** A key from the command line. @throws UsageError */
export function readSettableKey(text: string): SettableKey {
  const key = settableKeys.find((known) => known === text)
  if (key) return key
  throw new UsageError(
    `there is no setting ${text} to set; there are ${settableKeys.join(', ')}, and providers, remotes and keys in the file itself`,
  )
}

/** Changes one key of the config file, null removes it; the rest stays. @throws ConfigError when it would not be valid */
export function writeSetting(directory: string, key: SettableKey, text: string | null): void {
  const file = configPath(directory)
  const value = key === 'maxTurns' && text !== null ? Number(text) : text
  const { [key]: _, ...rest } = readObject(file)
  const changed = value === null ? rest : { ...rest, [key]: value }
  checkConfig(changed, file, true)
  makePrivate(directory)
  const temporary = `${file}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, `${JSON.stringify(changed, null, 2)}\n`, { mode: 0o600 })
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}

function readObject(file: string): Readonly<Record<string, unknown>> {
  try {
    return parseObject(readFileSync(file, 'utf8'), file)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {}
    throw error
  }
}
