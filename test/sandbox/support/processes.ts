import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { hasEnded } from '../../../sandbox/process/process-gone.ts'

/** Living processes whose command line contains a text. */
export function processesWith(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && commandLine(pid).includes(text) && !hasEnded(pid))
}

/** Waits until such processes are there, or are not; false after some seconds. */
export async function untilProcesses(text: string, present: boolean, withinMs = 10_000): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (Date.now() < deadline) {
    if (processesWith(text).length > 0 === present) return true
    await setTimeout(20)
  }
  return false
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
