import type { ToolContext, ToolResult } from '../../../core/ports/tool.ts'
import { formatCount, formatLines } from '../../../core/tools/count.ts'
import { decode, hasNul } from '../file-text.ts'
import { ToolFailure } from '../tool-failure.ts'
import { filePattern } from './file-pattern.ts'
import { searchPattern } from './search-pattern.ts'
import { searchSources, type Source } from './search-sources.ts'
import { resultRows, searchLines, searchWhole, type ResultRow } from './search-text.ts'
import { TimeGuard } from './time-guard.ts'

/** What to look for, where, and what to say of it. */
export interface GrepArgs {
  readonly pattern: string
  readonly path?: string | undefined
  /** Only files that this glob means, relative to the search or to the mount. */
  readonly glob?: string | undefined
  readonly show: 'lines' | 'files' | 'counts'
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly lineNumbers: boolean
  readonly before: number
  readonly after: number
  /** Most rows; 0 for all. */
  readonly limit: number
}

/** Lines, files or counts of what matches a regular expression, as ripgrep prints them. `budgetMs` bounds the matching. */
export async function grepFiles(args: GrepArgs, context: ToolContext, budgetMs = 2000): Promise<ToolResult> {
  const isMeant = args.glob === undefined ? null : filePattern(args.glob)
  const search = new Search(args, searchPattern(args.pattern, args), budgetMs)
  for await (const batch of searchSources(args.path, isMeant, context)) {
    if (!search.run(batch)) break
  }
  return search.result()
}

/** Collects rows over many files until there are enough, or the time is up. */
class Search {
  private readonly rows: string[] = []
  private readonly guard: TimeGuard
  private readonly limit: number
  private files = 0
  private skippedLines = 0
  private current = ''
  private stuckIn: string | null = null

  constructor(
    private readonly args: GrepArgs,
    private readonly pattern: RegExp,
    private readonly budgetMs: number,
  ) {
    this.guard = new TimeGuard(budgetMs)
    this.limit = args.limit === 0 ? Infinity : args.limit
  }

  /** False when nothing more is wanted. */
  run(batch: readonly Source[]): boolean {
    const isDone = this.guard.run(() => {
      for (const source of batch) this.searchFile(source)
    })
    if (!isDone) this.stuckIn = this.current
    return isDone && this.rows.length <= this.limit
  }

  result(): ToolResult {
    const { rows, limit, stuckIn } = this
    const notes: string[] = []
    if (rows.length > limit) notes.push(`[the first ${formatCount(limit)}; narrow the search to see others]`)
    if (this.skippedLines > 0) notes.push(`[${formatLines(this.skippedLines)} over 64 kB not searched]`)
    if (stuckIn !== null) {
      const slow = `stopped at ${stuckIn} after ${this.budgetMs / 1000} s: the pattern is too slow or there is too much to search`
      if (rows.length === 0)
        throw new ToolFailure(`${slow}; simplify nested repetitions, or narrow path and file pattern`)
      notes.push(`[${slow}]`)
    }
    const found = rows.length > 0 ? rows.slice(0, limit) : [`no match in ${formatCount(this.files)} files`]
    return { text: [...found, ...notes].join('\n'), outcome: 'ok' }
  }

  private searchFile({ shown, bytes }: Source): void {
    if (this.rows.length > this.limit || hasNul(bytes)) return
    this.current = shown
    this.files += 1
    const { args, pattern } = this
    const text = decode(bytes)
    const most = args.show === 'files' ? 1 : args.show === 'counts' ? Infinity : this.limit + 1
    const { matches, skippedLines } = (args.multiline ? searchWhole : searchLines)(text, pattern, most)
    this.skippedLines += skippedLines
    if (matches.length === 0) return
    if (args.show === 'files') this.rows.push(shown)
    else if (args.show === 'counts') this.rows.push(`${shown}:${matches.length}`)
    else this.addLines(shown, resultRows(text, matches, args.before, args.after))
  }

  private addLines(shown: string, found: readonly ResultRow[]): void {
    const hasContext = this.args.before + this.args.after > 0
    if (hasContext && this.rows.length > 0) this.rows.push('--')
    for (const row of found) {
      if (row.afterGap && hasContext) this.rows.push('--')
      const mark = row.isMatch ? ':' : '-'
      const number = this.args.lineNumbers ? `${row.line}${mark}` : ''
      this.rows.push(`${shown}${mark}${number}${row.text}`)
    }
  }
}
