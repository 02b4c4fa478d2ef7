import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { LeaseOwner } from '../ports/leases.ts'

/** This process as the holder of leases. */
export function thisProcess(): LeaseOwner {
  return {
    host: hostname(),
    pid: process.pid,
    startedAt: startTime(process.pid) ?? `${process.pid}-${performance.timeOrigin}`,
  }
}

/** Whether a holder certainly no longer runs; holders on other hosts are given the benefit of the doubt. */
export function isGone(owner: LeaseOwner): boolean {
  if (owner.host !== hostname()) return false
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
  const now = startTime(owner.pid)
  if (now === 'dead') return true
  return now !== null && /^\d+$/.test(owner.startedAt) && now !== owner.startedAt
}

/** When a process started, as `startOf` reads it; null where /proc does not tell. */
export function startTime(pid: number): string | null {
  try {
    return startOf(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return null
  }
}

/**
 * Clock ticks after boot at which a process started, `dead` for one that only waits to be reaped. Its first thread may end
 * before the others, which hold its files and ports until they have ended too. @see proc(5), stat fields 3, 20 and 22
 */
export function startOf(stat: string): string | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, threads, start] = [fields[0], Number(fields[17]), fields[19]]
  const hasEnded = state === 'X' || (state === 'Z' && threads <= 1)
  return hasEnded ? 'dead' : (start ?? null)
}
