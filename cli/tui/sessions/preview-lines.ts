import type { SessionSummary } from '../../../core/ports/session-index.ts'
import { formatAgo, formatCost, plural } from '../../render/quantities.ts'
import { sanitizeLine } from '../../render/sanitize.ts'
import type { SessionPreview } from '../../session/read-preview.ts'
import { originWords } from '../../session/session-table.ts'

/** A line of the preview. */
export interface PreviewLine {
  readonly text: string
  readonly look: 'fact' | 'prompt' | 'answer'
}

/** Longer texts are never shown whole. */
const shownChars = 2000

/** A session at a glance; its texts made safe and on one line each, for the screen to cut. */
export function previewLines(
  session: SessionSummary,
  preview: SessionPreview | null,
  now: number,
): readonly PreviewLine[] {
  const { id, directory, model, updatedAt, origin } = session
  const facts = [
    id,
    model,
    formatAgo(updatedAt, now),
    ...(preview === null
      ? []
      : [formatCost(preview.costUsd, preview.isLowerBound), `${plural(preview.filesChanged, 'file')} changed`]),
    ...(preview?.isRunning === true ? ['a run is open'] : []),
  ]
  const line = (look: PreviewLine['look'], text: string) => ({ look, text: sanitizeLine(text.slice(0, shownChars)) })
  return [
    line('fact', facts.join(' · ')),
    line('fact', origin === undefined ? directory : `${directory} · ${originWords(origin)}`),
    ...(preview?.lastPrompt ? [line('prompt', `> ${preview.lastPrompt}`)] : []),
    ...(preview?.lastAnswer ? [line('answer', preview.lastAnswer)] : []),
  ]
}
