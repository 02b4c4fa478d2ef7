import { readdirSync, readFileSync } from 'node:fs'
import { setImmediate, setTimeout } from 'node:timers/promises'

/** Nearly always true at the first or second look; then no need to burn CPU. */
const eagerLooks = 50

/** Longest wait for processes that have been killed, ms: one in the middle of disk I/O takes a while. */
const patienceMs = 3_000

/** Waits until `check` holds; false when it still does not after some seconds. */
export async function eventually(check: () => boolean): Promise<boolean> {
  const deadline = performance.now() + patienceMs
  for (let looks = 0; performance.now() < deadline; looks += 1) {
    if (check()) return true
    await (looks < eagerLooks ? setImmediate() : setTimeout(2))
  }
  return check()
}

/** Whether a process has run its last instruction, reaped or not. Linux only. */
export function hasEnded(pid: number): boolean {
  const [state] = statusOf(pid)
  return state === undefined || state === 'Z' || state === 'X'
}

/** Children of a process. Linux only. */
export function childrenOf(pid: number): readonly number[] {
  try {
    return numbers(readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' '))
  } catch {
    // A kernel without that list: every process knows its parent, too.
    return numbers(readdirSync('/proc')).filter((candidate) => statusOf(candidate)[1] === String(pid))
  }
}

function numbers(texts: readonly string[]): readonly number[] {
  return texts.filter((text) => /^\d+$/.test(text)).map(Number)
}

/** State and parent of a process; nothing for one that is gone. */
function statusOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may hold anything; the state follows the last one.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

/** Signals a process, or a group by its negative id; one that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}
