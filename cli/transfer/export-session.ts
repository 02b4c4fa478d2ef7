import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import { FailedError } from '../errors.ts'
import { readFormat, readState } from '../open-store.ts'
import { exportHtml } from './export-html.ts'
import { exportJsonl } from './export-jsonl.ts'
import { exportMarkdown } from './export-markdown.ts'
import { readTranscript } from './read-transcript.ts'

/** What a session is exported as. */
export type ExportFormat = 'md' | 'html' | 'jsonl'
export const exportFormats: readonly ExportFormat[] = ['md', 'html', 'jsonl']

/** The format that a file is named for; Markdown when its name says nothing. */
export function formatOfFile(file: string | null): ExportFormat {
  return exportFormats.find((format) => file?.endsWith(`.${format}`)) ?? (file?.endsWith('.htm') ? 'html' : 'md')
}

/** A session in a format, a piece at a time. @throws FailedError when it was never begun */
export async function exportSession(
  session: SessionSummary,
  format: ExportFormat,
  store: Store,
): Promise<AsyncIterable<string>> {
  const config = (await readState(store, session.id)).session
  if (config === null)
    throw new FailedError('session-empty', `session ${session.id} was never begun; there is nothing to export`)
  if (format === 'jsonl') return exportJsonl(session, store)
  const parts = readTranscript(session, store, await readFormat(config.api))
  return format === 'html' ? exportHtml(session, parts) : exportMarkdown(session, parts)
}
