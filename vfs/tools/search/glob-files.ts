import type { ToolContext, ToolResult } from '../../../core/ports/tool.ts'
import { formatCount } from '../../../core/tools/count.ts'
import { showPath } from '../place.ts'
import { filePattern } from './file-pattern.ts'
import { walkFiles } from './walk-files.ts'

/** Which files to list, and below which directory. */
export interface GlobArgs {
  readonly pattern: string
  readonly path?: string
  readonly limit?: number
}

const mostPaths = 1000

/** Paths of the files that match a glob, sorted, one a line. `budgetMs` bounds the matching. */
export async function globFiles(args: GlobArgs, context: ToolContext, budgetMs?: number): Promise<ToolResult> {
  const { directory, pattern } = splitGlob(args.pattern, args.path)
  const matches = filePattern(pattern)
  const limit = args.limit === undefined || args.limit === 0 ? mostPaths : Math.min(args.limit, mostPaths)
  const paths: string[] = []
  let more = 0
  for await (const batch of walkFiles(directory, ({ below }) => matches(below), context, budgetMs)) {
    for (const { place } of batch) {
      if (paths.length < limit) paths.push(showPath(place, context.mounts))
      else more += 1
    }
  }
  if (paths.length === 0) return { text: `no file matches ${args.pattern}`, outcome: 'ok' }
  const note = more === 0 ? [] : [`[${formatCount(more)} more; use a narrower pattern]`]
  return { text: [...paths, ...note].join('\n'), outcome: 'ok' }
}

/** The directory that a glob names before its first wildcard, where the walk begins, and what follows. */
function splitGlob(glob: string, path: string | undefined): { directory: string | undefined; pattern: string } {
  const names = glob.replace(/\/+$/, '/**').split('/')
  const wild = names.findIndex((name) => /[*?[\]{}()!+@\\]/.test(name))
  const split = wild === -1 ? names.length - 1 : wild
  if (split === 0) return { directory: path, pattern: glob }
  const base = names.slice(0, split).join('/')
  const directory = glob.startsWith('/') ? base || '/' : path === undefined ? base : `${path}/${base}`
  // A single name left over is for this directory alone, not for any depth.
  const rest = names.slice(split)
  return { directory, pattern: rest.length === 1 ? `./${rest.join('')}` : rest.join('/') }
}
