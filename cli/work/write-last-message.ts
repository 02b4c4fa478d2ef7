import { writeFileSync } from 'node:fs'
import { explainError } from '../outcome/explain-error.ts'
import { exitCodes } from '../outcome/outcome.ts'
import type { OutcomeLine } from '../outcome/outcome-line.ts'

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
