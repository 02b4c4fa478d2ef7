import type { OfferedTool } from '../../../core/tools/toolset.ts'
import { editText, type EditArgs } from '../edit-text.ts'
import { fileTool } from '../file-tool.ts'
import { listDirectory, type ListArgs } from '../list-directory.ts'
import { numberWithColon } from '../number-line.ts'
import { readLimitBytes, readText, type ReadArgs } from '../read-text.ts'
import { globFiles, type GlobArgs } from '../search/glob-files.ts'
import { grepFiles } from '../search/grep-files.ts'
import { writeText, type WriteArgs } from '../write-text.ts'
import { count, editList, flag, objectInput, text } from './schema.ts'

const aliases = {
  file_path: 'path',
  filePath: 'path',
  file: 'path',
  old_str: 'old_string',
  new_str: 'new_string',
  oldString: 'old_string',
  newString: 'new_string',
  replaceAll: 'replace_all',
}

const read = fileTool<ReadArgs>({
  name: 'read',
  description:
    'Read a text file with line numbers: 2000 lines (50 kB) from line `offset` (first is 1). Also opens /outputs/... paths.',
  input: objectInput({ path: text, offset: count, limit: count }, 'path'),
  effectClass: 'pure',
  aliases,
  outputLimitBytes: readLimitBytes,
  run: (args, context) => readText(args, context, numberWithColon),
})

const write = fileTool<WriteArgs>({
  name: 'write',
  description: 'Create or replace a whole file; directories are made. Prefer edit for existing files.',
  input: objectInput({ path: text, content: text }, 'path', 'content'),
  effectClass: 'transactional',
  aliases,
  run: writeText,
})

const edit = fileTool<EditArgs & { readonly path: string }>({
  name: 'edit',
  description:
    'Replace exact text in a file. `old_string` must be unique in it (add lines around it), unless `replace_all`. Leave out line numbers.',
  input: objectInput(
    { path: text, old_string: text, new_string: text, replace_all: flag },
    'path',
    'old_string',
    'new_string',
  ),
  effectClass: 'transactional',
  aliases,
  run: ({ path, ...one }, context) => editText(path, [one], context, numberWithColon),
})

const multiEdit = fileTool<{ readonly path: string; readonly edits: readonly EditArgs[] }>({
  name: 'multi_edit',
  description: 'Several edits of one file, in order; all or none.',
  input: objectInput({ path: text, edits: editList }, 'path', 'edits'),
  effectClass: 'transactional',
  aliases,
  run: ({ path, edits }, context) => editText(path, edits, context, numberWithColon),
})

const glob = fileTool<GlobArgs>({
  name: 'glob',
  description: 'List files by glob, such as src/**/*.ts; without a slash it matches names at any depth.',
  input: objectInput({ pattern: text, path: text }, 'pattern'),
  effectClass: 'pure',
  run: globFiles,
})

interface GrepInput {
  readonly pattern: string
  readonly path?: string
  readonly include?: string
  readonly ignore_case?: boolean
  readonly context?: number
  readonly limit?: number
}

const grep = fileTool<GrepInput>({
  name: 'grep',
  description:
    'Search file contents by regular expression; prints path:line:text. `include`: glob of files; `path`: file or directory; `context`: lines around matches; `limit`: 250 unless set.',
  input: objectInput(
    { pattern: text, path: text, include: text, ignore_case: flag, context: count, limit: count },
    'pattern',
  ),
  effectClass: 'pure',
  aliases: { glob: 'include', ignoreCase: 'ignore_case' },
  run: (input, context) => {
    const { pattern, path, include: glob, ignore_case: ignoreCase = false, context: around = 0, limit = 250 } = input
    const how = { show: 'lines', multiline: false, lineNumbers: true, before: around, after: around } as const
    return grepFiles({ pattern, path, glob, ignoreCase, limit, ...how }, context)
  },
})

const list = fileTool<ListArgs>({
  name: 'list',
  description: 'List a directory, `depth` levels of it (1 unless set).',
  input: objectInput({ path: text, depth: count }),
  effectClass: 'pure',
  aliases,
  run: listDirectory,
})

/** File tools for models that were trained on no particular set. */
export const plainTools: readonly OfferedTool[] = [read, write, edit, multiEdit, glob, grep, list]
