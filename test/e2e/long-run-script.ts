import type { Reply, Script, ScriptedCall, Wire } from '../support/mock-provider/script.ts'

/** The files that the long run works on. */
export const longRunFiles: Readonly<Record<string, string>> = {
  'src/date.ts': 'export function today() {\n  return 1\n}\n',
  'src/text.ts': 'export const greeting = "helo"\r\nexport const end = "bye"\r\n',
  'README.md': '# A project\n\nWith a typo: teh end',
  'node_modules/ignored.js': 'never seen\n',
  '.gitignore': 'node_modules/\n',
}

/** What they must hold afterwards. */
export const longRunResult: Readonly<Record<string, string>> = {
  'src/date.ts': 'export function today() {\n  return 2\n}\n',
  'src/text.ts': 'export const greeting = "hello"\r\nexport const end = "bye"\r\n',
  'README.md': '# A project\n\nWith a typo: the end',
}

/** The same work in the words of each dialect. */
export interface Words {
  read(path: string): ScriptedCall
  grep(pattern: string): ScriptedCall
  edit(path: string, before: string, after: string): ScriptedCall
}

/** How the models of each wire write their calls. */
export const words: Readonly<Record<Wire, Words>> = {
  'openai-responses': {
    read: (path) => ({ name: 'read_file', args: { path } }),
    grep: (pattern) => ({ name: 'grep_files', args: { pattern } }),
    edit: (path, before, after) => ({
      name: 'apply_patch',
      custom: true,
      args: `*** Begin Patch\n*** Update File: ${path}\n@@\n-${before}\n+${after}\n*** End Patch\n`,
    }),
  },
  'anthropic-messages': {
    read: (path) => ({ name: 'Read', args: { file_path: `/workspace/${path}` } }),
    grep: (pattern) => ({ name: 'Grep', args: { pattern, output_mode: 'content' } }),
    edit: (path, before, after) => ({
      name: 'Edit',
      args: { file_path: `/workspace/${path}`, old_string: before, new_string: after },
    }),
  },
  'openai-chat': {
    read: (path) => ({ name: 'read', args: { path } }),
    grep: (pattern) => ({ name: 'grep', args: { pattern } }),
    edit: (path, before, after) => ({ name: 'edit', args: { path, old_string: before, new_string: after } }),
  },
}

/** Turns of the long run; the last one only speaks. */
export const longRunTurns = 30

/** A model that reads, greps and mends three files over thirty turns. */
export const longRunScript: Script = ({ wire, index }) => {
  const { read, grep, edit } = words[wire]
  const edits: Readonly<Record<number, ScriptedCall>> = {
    8: edit('src/date.ts', '  return 1', '  return 2'),
    15: edit('src/text.ts', 'export const greeting = "helo"', 'export const greeting = "hello"'),
    22: edit('README.md', 'With a typo: teh end', 'With a typo: the end'),
  }
  if (index >= longRunTurns - 1) return { text: 'All three are mended.' }
  const reply: Reply = { thinking: `step ${index}`, text: index % 5 === 0 ? `Step ${index}.` : '' }
  const call = edits[index]
  if (call !== undefined) return { ...reply, calls: [call] }
  if (index % 3 === 0) return { ...reply, calls: [read('src/date.ts'), grep('export'), read('README.md')] }
  return { ...reply, calls: [index % 3 === 1 ? grep('typo') : read('src/text.ts')] }
}
