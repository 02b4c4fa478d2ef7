import { signalOf } from '../process/exit-status.ts'
import type { CommandEnd } from '../process/waiting-shell.ts'
import type { Brought } from '../sync/workspace-copies.ts'

const mostNames = 10

/** What the model reads of a command: its output, how it ended, and which files changed, named from `root`. */
export function resultText(output: string, end: CommandEnd, timeoutMs: number, brought: Brought, root: string): string {
  const { changed, skipped, failed } = brought
  const short = (path: string) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path)
  return [
    output === '' ? '(no output)' : output.replace(/\n$/, ''),
    exitLine(end.exitCode),
    ...stopLines(end, timeoutMs),
    ...(changed.length === 0 ? [] : [`${count(changed.length, 'changed')}: ${names(changed.map(short))}`]),
    ...(skipped.length === 0
      ? []
      : [
          `${count(skipped.length, 'not kept')}: ${names(skipped.map(({ path, reason }) => `${short(path)} (${reason})`))}`,
        ]),
    ...failed.map(
      ({ path, reason }) =>
        `What it changed in ${path} is not kept (${reason}). Only commands see it; the next one tries again.`,
    ),
  ].join('\n')
}

function exitLine(exitCode: number): string {
  const signal = signalOf(exitCode)
  return `exit code: ${exitCode}${signal === null ? '' : ` (${signal})`}`
}

function stopLines({ stoppedBy, isGone }: CommandEnd, timeoutMs: number): readonly string[] {
  return [
    ...(stoppedBy === 'timeout' ? [`Timed out after ${timeoutMs / 1000} s; all that it had started was stopped.`] : []),
    ...(stoppedBy === 'abort' ? ['Stopped before it was done, as was asked.'] : []),
    ...(isGone ? [] : ['One of its processes could not be ended; what that still does is not part of this result.']),
  ]
}

function count(files: number, what: string): string {
  return `${files} ${files === 1 ? 'file' : 'files'} ${what}`
}

function names(all: readonly string[]): string {
  const more = all.length > mostNames ? `, and ${all.length - mostNames} more` : ''
  return all.slice(0, mostNames).join(', ') + more
}
