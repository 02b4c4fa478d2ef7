import type { ToolContext, ToolResult } from '../../core/ports/tool.ts'
import { formatBytes } from '../../core/tools/count.ts'
import type { TreeEntry } from '../tree/entry.ts'
import { readTree } from '../tree/read.ts'
import { findExisting } from './find-entry.ts'
import { describeMounts, locateAll, showPath } from './place.ts'
import { ToolFailure } from './tool-failure.ts'

/** A directory, and how many levels of it to show. */
export interface ListArgs {
  readonly path?: string
  readonly depth?: number
}

const mostRows = 1000

/** What is in a directory, one a line: `name/`, `name (size)`, `name -> target`; deeper levels indented. */
export async function listDirectory(args: ListArgs, context: ToolContext): Promise<ToolResult> {
  const [start, ...others] = locateAll(args.path, context.mounts)
  if (start === undefined || others.length > 0) return { text: describeMounts(context.mounts), outcome: 'ok' }
  const { place, entry } = await findExisting(start, context)
  const shown = showPath(place, context.mounts)
  if (entry.kind !== 'dir') throw new ToolFailure(`${shown} is a file, not a directory`)
  const rows: string[] = []
  await addRows(rows, entry, Math.max(1, args.depth ?? 1), '', context)
  if (rows.length === 0) return { text: `${shown} is empty`, outcome: 'ok' }
  const note = rows.length > mostRows ? [`[more than ${mostRows} entries; list a directory further down]`] : []
  return { text: [...rows.slice(0, mostRows), ...note].join('\n'), outcome: 'ok' }
}

async function addRows(
  rows: string[],
  directory: TreeEntry,
  depth: number,
  indent: string,
  context: ToolContext,
): Promise<void> {
  for (const entry of await readTree(directory.ref, context.blobs)) {
    if (rows.length > mostRows) return
    rows.push(indent + (await describe(entry, context)))
    if (entry.kind === 'dir' && depth > 1) await addRows(rows, entry, depth - 1, `${indent}  `, context)
  }
}

async function describe(entry: TreeEntry, context: ToolContext): Promise<string> {
  if (entry.kind === 'dir') return `${entry.name}/`
  if (entry.kind === 'file')
    return `${entry.name} (${formatBytes(entry.sizeBytes)}${entry.executable ? ', executable' : ''})`
  return `${entry.name} -> ${Buffer.from(await context.blobs.get(entry.ref)).toString()}`
}
