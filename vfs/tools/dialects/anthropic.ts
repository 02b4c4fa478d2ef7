import type { OfferedTool } from '../../../core/tools/toolset.ts'
import { editText, type EditArgs } from '../edit-text.ts'
import { fileTool } from '../file-tool.ts'
import { listDirectory, type ListArgs } from '../list-directory.ts'
import { numberWithTab } from '../number-line.ts'
import { readLimitBytes, readText } from '../read-text.ts'
import { globFiles, type GlobArgs } from '../search/glob-files.ts'
import { grepFiles, type GrepArgs } from '../search/grep-files.ts'
import { writeText } from '../write-text.ts'
import { count, editList, flag, objectInput, text } from './schema.ts'

const aliases = { path: 'file_path', filePath: 'file_path', old_str: 'old_string', new_str: 'new_string' }

interface GrepInput {
  readonly pattern: string
  readonly path?: string
  readonly glob?: string
  readonly output_mode?: 'content' | 'files_with_matches' | 'count'
  readonly '-i'?: boolean
  readonly '-n'?: boolean
  readonly '-A'?: number
  readonly '-B'?: number
  readonly '-C'?: number
  readonly head_limit?: number
  readonly multiline?: boolean
}

const read = fileTool<{ readonly file_path: string; readonly offset?: number; readonly limit?: number }>({
  name: 'Read',
  description:
    'Read a text file with line numbers: 2000 lines (50 kB) from line `offset` (first is 1). Also opens /outputs/... paths.',
  input: objectInput({ file_path: text, offset: count, limit: count }, 'file_path'),
  effectClass: 'pure',
  aliases,
  outputLimitBytes: readLimitBytes,
  run: ({ file_path: path, ...page }, context) => readText({ path, ...page }, context, numberWithTab),
})

const write = fileTool<{ readonly file_path: string; readonly content: string }>({
  name: 'Write',
  description: 'Create or replace a whole file; directories are made. Prefer Edit for existing files.',
  input: objectInput({ file_path: text, content: text }, 'file_path', 'content'),
  effectClass: 'transactional',
  aliases,
  run: ({ file_path: path, content }, context) => writeText({ path, content }, context),
})

const edit = fileTool<EditArgs & { readonly file_path: string }>({
  name: 'Edit',
  description:
    'Replace exact text in a file. `old_string` must be unique in it (add lines around it), unless `replace_all`. Leave out line numbers.',
  input: objectInput(
    { file_path: text, old_string: text, new_string: text, replace_all: flag },
    'file_path',
    'old_string',
    'new_string',
  ),
  effectClass: 'transactional',
  aliases,
  run: ({ file_path: path, ...one }, context) => editText(path, [one], context, numberWithTab),
})

const multiEdit = fileTool<{ readonly file_path: string; readonly edits: readonly EditArgs[] }>({
  name: 'MultiEdit',
  description: 'Several Edits of one file, in order; all or none.',
  input: objectInput({ file_path: text, edits: editList }, 'file_path', 'edits'),
  effectClass: 'transactional',
  aliases,
  run: ({ file_path: path, edits }, context) => editText(path, edits, context, numberWithTab),
})

const glob = fileTool<GlobArgs>({
  name: 'Glob',
  description: 'List files by glob, such as src/**/*.ts; without a slash it matches names at any depth.',
  input: objectInput({ pattern: text, path: text }, 'pattern'),
  effectClass: 'pure',
  run: globFiles,
})

const grep = fileTool<GrepInput>({
  name: 'Grep',
  description:
    'Search file contents by regular expression (ripgrep syntax). `path`: file or directory; `glob`: which files; `head_limit`: 250 unless set.',
  input: objectInput(
    {
      pattern: text,
      path: text,
      glob: text,
      output_mode: {
        type: 'string',
        enum: ['content', 'files_with_matches', 'count'],
        description: 'default files_with_matches',
      },
      '-i': flag,
      '-n': { ...flag, description: 'line numbers, default true' },
      '-A': count,
      '-B': count,
      '-C': count,
      head_limit: count,
      multiline: flag,
    },
    'pattern',
  ),
  effectClass: 'pure',
  run: (input, context) => grepFiles(fromGrepInput(input), context),
})

const modes = { content: 'lines', files_with_matches: 'files', count: 'counts' } as const

function fromGrepInput(input: GrepInput): GrepArgs {
  const around = input['-C'] ?? 0
  return {
    pattern: input.pattern,
    path: input.path,
    glob: input.glob,
    show: modes[input.output_mode ?? 'files_with_matches'],
    ignoreCase: input['-i'] ?? false,
    multiline: input.multiline ?? false,
    lineNumbers: input['-n'] ?? true,
    before: input['-B'] ?? around,
    after: input['-A'] ?? around,
    limit: input.head_limit ?? 250,
  }
}

const list = fileTool<ListArgs>({
  name: 'LS',
  description: 'List a directory.',
  input: objectInput({ path: text }),
  effectClass: 'pure',
  run: listDirectory,
})

/** File tools as Claude models know them. */
export const anthropicTools: readonly OfferedTool[] = [read, write, edit, multiEdit, glob, grep, list]
