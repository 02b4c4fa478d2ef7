import { errorCode } from '../../core/values/errors.ts'
import { UsageError } from '../errors.ts'

/** Goes where `-C` says; null stays. @throws UsageError */
export function changeDirectory(directory: string | null): void {
  if (directory === null) return
  try {
    process.chdir(directory)
  } catch (error) {
    const why = errorCode(error) === 'EACCES' ? 'may not be entered' : 'no such directory'
    throw new UsageError(`--cd ${directory}: ${why}`)
  }
}

/** The directory that sessions belong to. @throws UsageError when it was deleted meanwhile */
export function currentDirectory(): string {
  try {
    return process.cwd()
  } catch {
    throw new UsageError('the current directory is gone; change to one that exists')
  }
}
