import type { CallBlock } from '../../chat/block.ts'
import { formatDuration, plural } from '../../render/quantities.ts'
import { sanitize, sanitizeLine } from '../../render/sanitize.ts'
import type { PaperStyle } from '../paper-style.ts'
import { clipToWidth } from '../text/clip.ts'
import { firstFitting } from '../text/first-fitting.ts'
import { renderDiff } from '../text/render-diff.ts'
import type { Theme } from '../theme.ts'

/** Lines of a diff shown under the call that made it. */
const diffLines = 40
/** Lines of a command's output shown under it, from its end. */
const outputLines = 5

/** A call that is over: one line with its state and time, and under it what it changed or said. */
export function callLines(block: CallBlock, { theme, width, expandKey }: PaperStyle): readonly string[] {
  const { mark, paint } = look(block, theme)
  const facts = factsOf(block)
  const title = clipToWidth(sanitizeLine(block.title), Math.max(8, width - facts.length - 4))
  const inner = Math.max(8, width - 4)
  const diff = block.diff === '' ? [] : renderDiff(block.diff, { theme, width: inner, maxLines: diffLines })
  const output = block.output === null ? [] : tailOf(block.output, inner, theme, expandKey)
  return [`${paint(mark)} ${title} ${theme.dim(facts)}`, ...[...diff, ...output].map((line) => `    ${line}`)]
}

function factsOf({ outcome, exitCode, durationMs }: CallBlock): string {
  return [
    ...(outcome === 'ok' || outcome === 'error' ? [] : [outcome]),
    ...(exitCode === null ? [] : [`exit ${exitCode}`]),
    formatDuration(durationMs),
  ].join(', ')
}

function look({ outcome, exitCode }: CallBlock, { success, error, warning }: Theme) {
  if (outcome === 'ok' && (exitCode === null || exitCode === 0)) return { mark: '✓', paint: success }
  return outcome === 'ok' || outcome === 'error' ? { mark: '✗', paint: error } : { mark: '!', paint: warning }
}

function tailOf(output: string, width: number, theme: Theme, expandKey: string | null): readonly string[] {
  const lines = sanitize(output.slice(-tailCharacters).trimEnd())
    .split('\n')
    .filter((line) => !/^exit code: \d+$/.test(line))
  const shown = lines.slice(-outputLines).map((line) => theme.dim(clipToWidth(line.replaceAll('\t', '  '), width)))
  const hidden = lines.length - shown.length
  if (hidden === 0) return shown
  const shows = expandKey === null ? '' : `, ${expandKey} shows all`
  const count = plural(hidden, 'line')
  const wordings = [`... ${count} before${shows}`, `... ${count}${shows}`, `... ${count} before`]
  return [theme.dim(firstFitting(wordings, width)), ...shown]
}

/** So much of an output is looked at for its last lines. */
const tailCharacters = 100_000
