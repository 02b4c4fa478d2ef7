import { readdirSync, readFileSync } from 'node:fs'

/** What a process and all below it have used, and hold. */
export interface ProcessCost {
  /** User and system time, ms; the kernel counts in steps of 10. */
  readonly cpuMs: number
  readonly rssMb: number
}

/** Clock ticks a second, as in every Linux that Node runs on. */
const ticks = 100

interface Stat {
  readonly parent: number
  readonly cpuMs: number
  readonly rssMb: number
}

/** Reads /proc; a process that is gone counts nothing. */
export function processCost(pid: number): ProcessCost {
  const all = new Map<number, Stat>()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : null
    if (stat !== null) all.set(Number(name), stat)
  }
  const isBelow = (id: number): boolean => id === pid || (all.has(id) && isBelow(all.get(id)?.parent ?? 0))
  const own = [...all].filter(([id]) => isBelow(id)).map(([, stat]) => stat)
  const sum = (of: (stat: Stat) => number) => own.reduce((total, stat) => total + of(stat), 0)
  return { cpuMs: sum(({ cpuMs }) => cpuMs), rssMb: sum(({ rssMb }) => rssMb) }
}

/** @see proc(5), /proc/pid/stat */
function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const rss = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return {
      parent: Number(fields[1]),
      // Of itself, and of children that have ended.
      cpuMs: (fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) * 1000) / ticks,
      rssMb: Number(rss?.[1] ?? 0) / 1024,
    }
  } catch {
    return null
  }
}
