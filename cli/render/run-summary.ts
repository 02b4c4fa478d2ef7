import type { OutcomeLine } from '../outcome/outcome-line.ts'
import type { Palette } from './palette.ts'
import { formatCost, formatDuration, formatUsage, plural } from './quantities.ts'
import { sanitizeLine } from './sanitize.ts'
import { commandLine } from '../remote/typed-remote.ts'

/** File names shown before the rest is only counted. */
const namedFiles = 5

/** What a run came to, on one line. */
export function usageLine(outcome: OutcomeLine, colors: Palette): string {
  const paint = outcome.outcome === 'completed' ? colors.green : colors.yellow
  const facts = [
    formatDuration(outcome.durationMs),
    plural(outcome.turns, 'turn'),
    plural(outcome.toolCalls, 'tool call'),
    formatUsage(outcome.usage, outcome.isLowerBound),
    formatCost(outcome.costUsd, outcome.isLowerBound),
  ]
  return `${paint(outcome.outcome)} ${colors.dim(facts.join(' · '))}`
}

/** The files that differ, a few by name; null when none does. */
export function filesLine(outcome: OutcomeLine): string | null {
  const files = outcome.filesChanged
  if (files.length === 0) return null
  const names = files
    .slice(0, namedFiles)
    .map((file) => `${file.path}${file.change === 'modified' ? '' : ` (${file.change})`}`)
  const more = files.length > namedFiles ? `, and ${files.length - namedFiles} more` : ''
  return sanitizeLine(`${plural(files.length, 'file')} changed: ${names.join(', ')}${more}`)
}

/** What to type next; `hasSource`: the changes have a directory to go to. */
export function nextSteps(outcome: OutcomeLine, hasSource: boolean, colors: Palette): readonly string[] {
  const unapplied = outcome.filesChanged.length > 0 && (outcome.applied === undefined || outcome.exitCode !== 0)
  const steps = [
    ...(unapplied
      ? [
          [commandLine('diff'), 'see the changes'],
          hasSource
            ? [commandLine('apply'), 'write them to disk']
            : [`${commandLine('diff')} | git apply`, 'take them over'],
        ]
      : []),
    [commandLine('run -c "..."'), 'go on with this session'],
  ]
  const width = Math.max(28, ...steps.map(([command = '']) => command.length))
  return steps.map(([command = '', why = '']) => `  ${colors.cyan(command.padEnd(width))} ${colors.dim(why)}`)
}
