import { errorCode, LightspeedError } from '../../core/values/errors.ts'

/** Why nothing was applied. */
export type ApplyErrorCode = 'apply-busy' | 'apply-denied' | 'apply-disk-full' | 'apply-missing' | 'apply-failed'

/** An apply that was undone, or that the next one will end. The message says what to do. */
export class ApplyError extends LightspeedError {
  constructor(
    override readonly code: ApplyErrorCode,
    readonly directory: string,
    message: string,
  ) {
    super(message)
  }
}

/** What a failed file operation means for a whole apply; `place` is the directory that could not be used. */
export function describeFailure(directory: string, place: string, error: unknown): unknown {
  const code = errorCode(error)
  if (code === null || !code.startsWith('E')) return error
  const [kind, advice] = meanings.get(code) ?? failed
  return new ApplyError(kind, directory, `cannot apply to ${directory}: ${code} in ${place}; ${advice}`)
}

type Meaning = readonly [code: ApplyErrorCode, advice: string]

const failed: Meaning = ['apply-failed', 'check the disk and apply again']
const diskFull: Meaning = ['apply-disk-full', 'free some space and apply again']
const denied: Meaning = ['apply-denied', 'check its permissions and apply again']
const missing: Meaning = ['apply-missing', 'restore that directory and apply again']

const meanings: ReadonlyMap<string, Meaning> = new Map([
  ['ENOSPC', diskFull],
  ['EDQUOT', diskFull],
  ['EROFS', denied],
  ['EACCES', denied],
  ['EPERM', denied],
  ['ENOENT', missing],
  ['ENOTDIR', missing],
])
