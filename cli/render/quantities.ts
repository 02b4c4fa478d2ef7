import type { Usage } from '../../core/values/model-facts.ts'

/** `850 ms`, `3.2 s`, `4 m 05 s`, `2 h 10 m`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`
  return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))} m`
}

function pad(count: number): string {
  return String(count).padStart(2, '0')
}

/** `950`, `12.3k`, `1.2M`. */
export function formatCount(count: number): string {
  if (count < 1000) return String(count)
  return count < 999_950 ? `${(count / 1000).toFixed(1)}k` : `${(count / 1_000_000).toFixed(1)}M`
}

/** `$0.0123`, `≥$0.0123`; `cost unknown` when a price is missing. */
export function formatCost(usd: number | null, isLowerBound = false): string {
  if (usd === null) return 'cost unknown'
  return `${atLeast(isLowerBound)}$${usd.toFixed(usd !== 0 && usd < 0.1 ? 4 : 2)}`
}

/** `12.3k in (8.1k cached), 900 out`; a lower bound is `≥12.3k in, ≥900 out`. */
export function formatUsage(usage: Usage, isLowerBound = false): string {
  const cached = usage.cachedInputTokens > 0 ? ` (${formatCount(usage.cachedInputTokens)} cached)` : ''
  const sign = atLeast(isLowerBound)
  return `${sign}${formatCount(usage.inputTokens)} in${cached}, ${sign}${formatCount(usage.outputTokens)} out`
}

/** Before a count that is known in part only. */
export function atLeast(isLowerBound: boolean): string {
  return isLowerBound ? '≥' : ''
}

/** `1 file`, `3 files`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `just now`, `5 min ago`, `3 h ago`, `2 d ago`, then the date. */
export function formatAgo(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`
  if (minutes < 14 * 24 * 60) return `${Math.floor(minutes / 60 / 24)} d ago`
  return new Date(at).toISOString().slice(0, 10)
}
