import { activityText } from '../../chat/activity-text.ts'
import { sanitizeLine } from '../../render/sanitize.ts'
import { clipToWidth } from '../text/clip.ts'
import { displayWidth } from '../text/display-width.ts'
import type { FrameParts } from './frame-parts.ts'

/** What goes on, on one line; null when nothing does. Its mark changes once a second: it is alive, and it is calm. */
export function activityLine({
  activity,
  now,
  theme,
  columns,
  paper,
  keyOf,
}: Pick<FrameParts, 'activity' | 'now' | 'theme' | 'columns' | 'paper' | 'keyOf'>): string | null {
  const words = paper.calls.size > 0 && !besideCalls.has(activity.type) ? null : activityText(activity, now)
  if (words === null) return null
  const mark = Math.floor(now / 1000) % 2 === 0 ? '●' : '○'
  const thought = activity.type === 'thinking' ? lastLine(paper.thought) : ''
  const key = isRun.has(activity.type) ? keyOf('interrupt') : null
  const hint = key === null ? '' : ` · ${key} interrupts`
  const room = Math.max(1, columns - 2)
  const said = sanitizeLine(thought === '' ? words : `${words} · ${thought}`)
  const text = thought === '' && displayWidth(said + hint) <= room ? said + hint : clipToWidth(said, room)
  const paint = isTrouble.has(activity.type) ? theme.warning : theme.dim
  return paint(`${mark} ${text}`)
}

/** What is said while calls have rows of their own. */
const besideCalls: ReadonlySet<string> = new Set(['stopping', 'away', 'refused'])

const isTrouble: ReadonlySet<string> = new Set(['retrying', 'away', 'refused'])

/** What Esc ends. */
const isRun: ReadonlySet<string> = new Set(['waiting', 'thinking', 'writing', 'calling', 'retrying'])

function lastLine(thought: string): string {
  return thought.trimEnd().split('\n').at(-1) ?? ''
}
