import type { Palette } from '../render/palette.ts'
import { plural } from '../render/quantities.ts'
import { sanitizeLine } from '../render/sanitize.ts'

/** How much of a file differs. */
export interface FileStat {
  readonly path: string
  readonly additions: number
  readonly deletions: number
  readonly binary: boolean
}

/** Counts the lines of one file's unified diff. */
export function countLines(path: string, diff: string): FileStat {
  const lines = diff.slice(Math.max(0, diff.indexOf('\n@@'))).split('\n')
  const body = diff.includes('\n@@') ? lines : []
  return {
    path,
    additions: body.filter((line) => line.startsWith('+')).length,
    deletions: body.filter((line) => line.startsWith('-')).length,
    binary: /^Binary files .* differ$/m.test(diff),
  }
}

/** Widest bar of plus and minus signs. */
const barWidth = 40

/** A line for each file and their sum, as `git diff --stat` has it. */
export function statLines(stats: readonly FileStat[], colors: Palette): string {
  const width = Math.max(0, ...stats.map((stat) => stat.path.length))
  const most = Math.max(1, ...stats.map((stat) => stat.additions + stat.deletions))
  const scale = Math.min(1, barWidth / most)
  const bar = (count: number, sign: string): string =>
    sign.repeat(count === 0 ? 0 : Math.max(1, Math.round(count * scale)))
  const rows = stats.map((stat) => {
    const path = sanitizeLine(stat.path).padEnd(width)
    if (stat.binary) return ` ${path} | Bin`
    const signs = colors.green(bar(stat.additions, '+')) + colors.red(bar(stat.deletions, '-'))
    return ` ${path} | ${String(stat.additions + stat.deletions).padStart(4)} ${signs}`
  })
  const additions = stats.reduce((sum, stat) => sum + stat.additions, 0)
  const deletions = stats.reduce((sum, stat) => sum + stat.deletions, 0)
  const total = ` ${plural(stats.length, 'file')} changed, ${plural(additions, 'insertion')}(+), ${plural(deletions, 'deletion')}(-)`
  return `${[...rows, total].join('\n')}\n`
}
