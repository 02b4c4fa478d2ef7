import type { StoredEntry } from '../../core/log/entry.ts'
import type { Palette } from './palette.ts'
import { sanitizeLine } from './sanitize.ts'

/** Facts that say nothing to a person. */
const dull = new Set(['kind', 'call', 'shellId', 'commandId'])

/** An entry of the log for a person: seq, time, kind, and the facts that fit a line. */
export function eventLine({ seq, at, event }: StoredEntry, colors: Palette): string {
  const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ')
  const facts = Object.entries(event)
    .filter(([name]) => !dull.has(name))
    .map(([name, value]) => `${name}=${shortValue(value)}`)
  const work = 'call' in event ? [event.call] : 'shellId' in event ? [event.shellId] : []
  const head = `${colors.dim(`${String(seq).padStart(5)}  ${time}`)}  ${colors.bold(event.kind.padEnd(20))}`
  return `${head}  ${sanitizeLine([...work, ...facts].join(' '))}`
}

function shortValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length}]`
  if (typeof value === 'string') return value.replace(/^(sha256:[0-9a-f]{8})[0-9a-f]+$/, '$1')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([name, part]) => `${name}:${shortValue(part)}`)
    .join(',')
}
