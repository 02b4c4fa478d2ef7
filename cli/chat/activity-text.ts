import { formatDuration } from '../render/quantities.ts'
import { awayWords } from '../remote/unanswered.ts'
import type { Activity } from './audience.ts'

/** After so long a word about the time is said, ms: what is quicker needs none. */
const tellAfterMs = 1_000

/** A model that answers and is not heard for so long has stalled, ms. */
const stalledAfterMs = 10_000

/** What the session is doing, in words; null when there is nothing to say. `now` is wall clock, ms. */
export function activityText(activity: Activity, now: number): string | null {
  if (activity.type === 'idle') return null
  if (activity.type === 'retrying') {
    const left = Math.max(0, Math.ceil((activity.until - now) / 1000))
    return left === 0 ? `trying again: ${activity.reason}` : `again in ${left} s: ${activity.reason}`
  }
  if (activity.type === 'refused') return refusedWords
  const words = activity.type === 'calling' ? `writing a call of ${activity.name}` : doing[activity.type]
  const silent = 'heardAt' in activity ? now - activity.heardAt : 0
  if (silent >= stalledAfterMs) return `${words}, nothing came for ${wholeSeconds(silent)}`
  const elapsed = now - activity.since
  const isQuick = activity.type === 'preparing' || activity.type === 'opening'
  if (isQuick && elapsed < tellAfterMs) return null
  if (activity.type === 'preparing' && activity.progress !== null) return activity.progress
  return elapsed < tellAfterMs ? words : `${words} ${wholeSeconds(elapsed)}`
}

/** For good: a key that was revoked stays so. */
const refusedWords = 'the server does not take this key any more'

const doing = {
  preparing: 'taking in the directory',
  opening: 'reading the session',
  waiting: 'waiting for the model',
  thinking: 'thinking',
  writing: 'writing',
  compacting: 'compacting the context',
  stopping: 'stopping',
  away: awayWords,
} as const

/** A time that changes once a second. */
export function wholeSeconds(ms: number): string {
  return ms < 60_000 ? `${Math.floor(ms / 1000)} s` : formatDuration(Math.floor(ms / 1000) * 1000)
}
