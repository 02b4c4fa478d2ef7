import { errorCode, errorMessage } from '../../core/values/errors.ts'
import { exitCodes, type Ending } from './outcome.ts'

/** An error as a person and a script see it. */
export interface ErrorFacts {
  /** Stable; for scripts. */
  readonly code: string
  /** One line: what failed and what to do. */
  readonly message: string
}

/** What an error of the operating system means here, and what to do. */
const systemAdvice: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space and try again, nothing recorded is lost',
  EDQUOT: 'the disk quota is used up; free some space and try again, nothing recorded is lost',
  EROFS: 'the file system is read-only; set LIGHTSPEED_HOME to a directory that can be written',
  EACCES: 'permission denied; check who owns it, or set LIGHTSPEED_HOME to a directory of yours',
  EPERM: 'not permitted; check who owns it, or set LIGHTSPEED_HOME to a directory of yours',
  EMFILE: 'too many open files; raise the limit with ulimit -n',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'a part of that path is not a directory',
  ENAMETOOLONG: 'that name is too long',
  EISDIR: 'that is a directory, not a file',
}

/** What failed, in one line, whatever was thrown. */
export function explainError(error: unknown): ErrorFacts {
  const code = errorCode(error) ?? 'internal'
  const advice = systemAdvice[code]
  const path = errorPath(error)
  if (advice && path !== null) return { code, message: `${path}: ${advice}` }
  if (advice) return { code, message: `${firstLine(errorMessage(error))}: ${advice}` }
  return { code, message: firstLine(errorMessage(error)) || code }
}

/** Errors in what was typed or configured. */
const authCodes: ReadonlySet<string> = new Set(['no-key', 'bad-key', 'auth', 'remote-key'])

const usageCodes = new Set([
  'usage',
  'bad-model',
  'unknown-provider',
  'unknown-effort',
  'bad-config',
  'remote-address',
  'mount-missing',
  'mount-not-directory',
  'mount-forbidden',
  'session-not-found',
])

/** How a command ends that failed with this code. */
export function endingOf(code: string): Ending {
  if (usageCodes.has(code)) return { outcome: 'failed', exitCode: exitCodes.usage }
  if (authCodes.has(code)) return { outcome: 'failed', exitCode: exitCodes.auth }
  if (code === 'denied') return { outcome: 'denied', exitCode: exitCodes.denied }
  return { outcome: 'failed', exitCode: exitCodes.failed }
}

function errorPath(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('path' in error)) return null
  return typeof error.path === 'string' ? error.path : null
}

function firstLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ')
}
