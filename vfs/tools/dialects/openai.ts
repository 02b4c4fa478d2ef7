import type { OfferedTool } from '../../../core/tools/toolset.ts'
import { fileTool } from '../file-tool.ts'
import { listDirectory, type ListArgs } from '../list-directory.ts'
import { numberWithL } from '../number-line.ts'
import { applyPatch } from '../patch/apply-patch.ts'
import { patchGrammar } from '../patch/patch-grammar.ts'
import { readLimitBytes, readText, type ReadArgs } from '../read-text.ts'
import { globFiles, type GlobArgs } from '../search/glob-files.ts'
import { grepFiles } from '../search/grep-files.ts'
import { count, objectInput, text } from './schema.ts'

const aliases = { file_path: 'path', dir_path: 'path', filePath: 'path' }

const readFile = fileTool<ReadArgs>({
  name: 'read_file',
  description:
    'Read a text file with line numbers: 2000 lines (50 kB) from line `offset` (first is 1). Also opens /outputs/... paths.',
  input: objectInput({ path: text, offset: count, limit: count }, 'path'),
  effectClass: 'pure',
  aliases,
  outputLimitBytes: readLimitBytes,
  run: (args, context) => readText(args, context, numberWithL),
})

const listDir = fileTool<ListArgs>({
  name: 'list_dir',
  description: 'List a directory, `depth` levels of it (1 unless set).',
  input: objectInput({ path: text, depth: count }),
  effectClass: 'pure',
  aliases,
  run: listDirectory,
})

interface GrepInput {
  readonly pattern: string
  readonly include?: string
  readonly path?: string
  readonly limit?: number
}

const grepFilesTool = fileTool<GrepInput>({
  name: 'grep_files',
  description:
    'Search file contents by regular expression (ripgrep syntax); prints path:line:text. `include`: glob of files; `path`: file or directory; `limit`: 250 lines unless set.',
  input: objectInput({ pattern: text, include: text, path: text, limit: count }, 'pattern'),
  effectClass: 'pure',
  aliases: { ...aliases, glob: 'include' },
  run: ({ pattern, path, include: glob, limit = 250 }, context) =>
    grepFiles({ ...plainGrep, pattern, path, glob, limit }, context),
})

const plainGrep = {
  show: 'lines',
  ignoreCase: false,
  multiline: false,
  lineNumbers: true,
  before: 0,
  after: 0,
} as const

const findFiles = fileTool<GlobArgs>({
  name: 'find_files',
  description: 'List files by glob, such as src/**/*.ts; without a slash it matches names at any depth.',
  input: objectInput({ pattern: text, path: text, limit: count }, 'pattern'),
  effectClass: 'pure',
  aliases,
  run: globFiles,
})

const applyPatchTool = fileTool<string>({
  name: 'apply_patch',
  description: 'Create, change, move and delete files by a patch; all of it applies or nothing. Not JSON.',
  input: { type: 'grammar', lark: patchGrammar },
  effectClass: 'transactional',
  run: (patch, context) => applyPatch(patch, context, numberWithL),
})

/** File tools as OpenAI models know them. */
export const openaiTools: readonly OfferedTool[] = [readFile, listDir, grepFilesTool, findFiles, applyPatchTool]
