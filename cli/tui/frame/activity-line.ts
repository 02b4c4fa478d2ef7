import { activityText } from '../../chat/activity-text.ts'
import { sanitizeLine } from '../../render/sanitize.ts'
import { clipToWidth } from '../text/clip.ts'
import type { FrameParts } from './frame-parts.ts'

/** What goes on, on one line; null when nothing does. Its mark changes once a second: it is alive, and it is calm. */
export function activityLine({
  activity,
  now,
  theme,
  columns,
  paper,
}: Pick<FrameParts, 'activity' | 'now' | 'theme' | 'columns' | 'paper'>): string | null {
  const words = paper.calls.size > 0 && activity.type !== 'stopping' ? null : activityText(activity, now)
  if (words === null) return null
  const mark = Math.floor(now / 1000) % 2 === 0 ? '●' : '○'
  const thought = activity.type === 'thinking' ? lastLine(paper.thought) : ''
  const hint = isRun.has(activity.type) ? ' · Esc interrupts' : ''
  const text = sanitizeLine(thought === '' ? words + hint : `${words} · ${thought}`)
  const paint = activity.type === 'retrying' ? theme.warning : theme.dim
  return paint(`${mark} ${clipToWidth(text, Math.max(1, columns - 2))}`)
}

/** What Esc ends. */
const isRun: ReadonlySet<string> = new Set(['waiting', 'thinking', 'writing', 'calling', 'retrying'])

function lastLine(thought: string): string {
  return thought.trimEnd().split('\n').at(-1) ?? ''
}
