import { execFileSync } from 'node:child_process'
import { startTime } from '../../core/host/owner.ts'

/** A process and when it was started, which tells it from another one that was given the same number later. */
export interface ProcessMark {
  readonly pid: number
  readonly startedAt: string
}

/** The mark of a process that runs; null when none does. */
export function markProcess(pid: number): ProcessMark | null {
  const startedAt = startOf(pid)
  return startedAt === null ? null : { pid, startedAt }
}

/** Whether the very process still runs. */
export function isRunning({ pid, startedAt }: ProcessMark): boolean {
  return startOf(pid) === startedAt
}

function startOf(pid: number): string | null {
  const ticks = startTime(pid)
  if (ticks !== null) return ticks === 'dead' ? null : ticks
  return process.platform === 'linux' ? null : startByPs(pid)
}

/** Where there is no /proc. */
function startByPs(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}
