import { nearest } from '../../../core/values/nearest.ts'
import { UsageError } from '../../errors.ts'
import { applyCommand } from './apply.ts'
import { compactCommand } from './compact.ts'
import { contextCommand } from './context.ts'
import { costCommand } from './cost.ts'
import { diffCommand } from './diff.ts'
import { effortCommand } from './effort.ts'
import { modelCommand } from './model.ts'
import { newCommand } from './new.ts'
import { exportCommand } from './export.ts'
import { forkCommand } from './fork.ts'
import { helpCommand } from './help.ts'
import { quitCommand } from './quit.ts'
import { renameCommand } from './rename.ts'
import { resumeCommand, sessionsCommand } from './resume.ts'
import type { SlashCommand } from './slash-command.ts'
import { stopCommand } from './stop.ts'
import { themeCommand } from './theme.ts'

/** Every command but the one that lists them. */
const commands: readonly SlashCommand[] = [
  modelCommand,
  effortCommand,
  contextCommand,
  costCommand,
  compactCommand,
  diffCommand,
  applyCommand,
  stopCommand,
  newCommand,
  resumeCommand,
  sessionsCommand,
  renameCommand,
  forkCommand,
  exportCommand,
  themeCommand,
  quitCommand,
  { ...quitCommand, name: 'exit', summary: 'the same as /quit' },
]

/** Every command of the chat, in the order of `/help`. */
export const slashCommands: readonly SlashCommand[] = [helpCommand(commands), ...commands]

/** The command of `/name argument` and its argument. @throws UsageError naming the one that was meant */
export function readSlash(
  text: string,
  known: readonly SlashCommand[],
): { readonly command: SlashCommand; readonly argument: string } {
  const [, name = '', argument = ''] = /^\/(\S*)\s*([^]*)$/.exec(text.trim()) ?? []
  const command = known.find((candidate) => candidate.name === name)
  if (command !== undefined) return { command, argument: argument.trim() }
  const near = nearest(
    name,
    known.map((candidate) => candidate.name),
  )
  throw new UsageError(
    `there is no /${name}; ${near === null ? '/help lists what there is' : `did you mean /${near}?`}`,
  )
}
