import type { Dialect } from '../values/model-facts.ts'

/** What a session's prompt depends on. */
export interface PromptFacts {
  readonly dialect: Dialect
  /** In their order; the first is where relative paths start. */
  readonly mounts: readonly { readonly path: string; readonly readOnly: boolean }[]
  /** Whether commands can be run. */
  readonly shell: boolean
  /** Day on which the session starts, as it should be said; left out, none is said. */
  readonly date?: string
}

/** The system prompt without the project's own instructions: equal facts give equal bytes, at most 2 kB. */
export function systemPrompt(facts: PromptFacts): string {
  const words = wordsByDialect[facts.dialect]
  const parts = [
    'You are Lightspeed, a coding agent: you work on files until the task is done.',
    `# Workspace\n${describeWorkspace(facts)}\n${facts.shell ? words.shell : noShell}`,
    `# Work\n${workRules(words, facts.shell)}`,
    `# Answer\n${answerRules}`,
    ...(facts.date === undefined ? [] : [`Today is ${facts.date}.`]),
  ]
  return `${parts.join('\n\n')}\n`
}

/** How a dialect names what the prompt speaks of. */
interface DialectWords {
  readonly edit: string
  readonly search: string
  readonly read: string
  readonly shell: string
}

const wordsByDialect: Readonly<Record<Dialect, DialectWords>> = {
  anthropic: {
    edit: 'Edit, MultiEdit or Write',
    search: 'Grep and Glob',
    read: 'Read',
    shell: shellWords('Bash'),
  },
  openai: {
    edit: 'apply_patch',
    search: 'grep_files and find_files',
    read: 'read_file',
    shell: shellWords('exec_command'),
  },
  plain: {
    edit: 'edit, multi_edit or write',
    search: 'grep and glob',
    read: 'read',
    shell: shellWords('shell'),
  },
}

function shellWords(name: string): string {
  return `${name} runs commands on the same files in a sandbox, normally without network; what they change stays in the workspace.`
}

const noShell = 'There is no shell: nothing can be run, only read and edited.'

function describeWorkspace({ mounts }: PromptFacts): string {
  const [first, ...others] = mounts.map(({ path, readOnly }) => (readOnly ? `${path} (read-only)` : path))
  if (first === undefined) return 'No directory is mounted.'
  const also = others.length === 0 ? '' : ` Also mounted: ${others.join(', ')}.`
  return (
    `${first} is a snapshot of the person's directory; relative paths start there.${also} ` +
    'Edits change the snapshot; the person reviews and applies them to the disk later, so edit without asking and ' +
    'never say that the disk has changed. Git data, ignored files and secrets are not in it.'
  )
}

function workRules(words: DialectWords, shell: boolean): string {
  return [
    `- Find things with ${words.search} and read them before you change them; do not guess.`,
    `- Change files with ${words.edit}${shell ? ', not with commands' : ''}. Keep to the style around; do what was asked and no more.`,
    '- Make calls that do not depend on each other in one turn.',
    shell
      ? '- Verify: run the tests or the program, and read the output.'
      : '- Verify by reading what you changed, and say that it was not run.',
    '- When a call fails, read why and change something; do not repeat it.',
    `- A long output keeps its head and tail; the notice between them names a path under /outputs that ${words.read} opens.`,
    '- Go on until it is done; ask only what neither files nor tools can answer.',
  ].join('\n')
}

const answerRules =
  'Be brief: what you did, how you know that it works, what is left. No preamble, no repeating of code. ' +
  'Name places as path:line.'
