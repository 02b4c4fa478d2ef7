import { accessSync, constants, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../../core/values/errors.ts'
import { UsageError } from '../errors.ts'
import { explainError } from '../outcome/explain-error.ts'
import { exitCodes } from '../outcome/outcome.ts'
import type { OutcomeLine } from '../outcome/outcome-line.ts'

/** Finds out before any work that a file can be written. @throws UsageError */
export function requireWritable(file: string): void {
  try {
    const found = statSync(file, { throwIfNoEntry: false })
    if (found?.isDirectory() === true) throw new UsageError(`--output-last-message ${file}: that is a directory`)
    accessSync(found === undefined ? dirname(file) : file, constants.W_OK)
  } catch (error) {
    if (errorCode(error) === 'usage') throw error
    throw new UsageError(`--output-last-message ${file} cannot be written: ${explainError(error).message}`)
  }
}

/** Writes the final answer to a file; when that fails, the outcome says so. */
export function writeLastMessage(outcome: OutcomeLine, file: string): OutcomeLine {
  try {
    writeFileSync(file, (outcome.text ?? '').replace(/\n?$/, '\n'))
    return outcome
  } catch (error) {
    const { code, message } = explainError(error)
    const failed = { code, message: `--output-last-message: ${message}` }
    return outcome.exitCode === 0
      ? { ...outcome, outcome: 'failed', exitCode: exitCodes.failed, error: failed }
      : outcome
  }
}
