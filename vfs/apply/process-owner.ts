import { readFileSync } from 'node:fs'
import { errorCode } from '../../core/values/errors.ts'

/** A process, told apart from a later one with the same pid by when it started. */
export interface ProcessOwner {
  readonly pid: number
  /** In the kernel's own unit; `0` where the system does not say. */
  readonly startedAt: string
}

/** This process. */
export function currentOwner(): ProcessOwner {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? '0' }
}

/** Whether a process still runs. */
export function isAlive(owner: ProcessOwner): boolean {
  if (process.platform === 'linux') return startOf(owner.pid) === owner.startedAt
  try {
    process.kill(owner.pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** Field 22 of `/proc/<pid>/stat`, counted after the name, which may hold anything. */
function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return null
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
