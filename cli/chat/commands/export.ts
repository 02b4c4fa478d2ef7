import { resolve } from 'node:path'
import { currentDirectory } from '../../args/change-directory.ts'
import { UsageError } from '../../errors.ts'
import { exportFormats, exportSession, formatOfFile } from '../../transfer/export-session.ts'
import { writeToFile } from '../../transfer/write-pieces.ts'
import type { ChatDesk, SlashCommand } from './slash-command.ts'

/** `/export`. */
export const exportCommand: SlashCommand = {
  name: 'export',
  usage: '[FILE|FORMAT]',
  summary: 'write the session to a file as md, html or jsonl; the ending of FILE decides too',
  run: async (argument, desk) => {
    const text = `/export ${argument}`.trimEnd()
    const file = await desk.client.onTheWay.showWhile({ how: 'sending', text }, exportTo(argument, desk))
    if (file === null) desk.say('there is nothing to export yet')
    else desk.say(`written to ${file}`, 'good')
  },
}

/** Answers where it is written; null when there is no session. */
async function exportTo(argument: string, { client, store }: ChatDesk): Promise<string | null> {
  const session = await store.sessions.get(client.session)
  if (session === null) return null
  const file = resolve(currentDirectory(), exportedFile(argument, `lightspeed-${session.id}`))
  await writeToFile(file, await exportSession(session, formatOfFile(file), store), false)
  return file
}

/** Where it goes: a format alone is the ending of a file that is named for the session. @throws UsageError */
export function exportedFile(argument: string, name: string): string {
  if (argument === '') return `${name}.md`
  if (exportFormats.some((format) => format === argument)) return `${name}.${argument}`
  if (!/^-|^json$/.test(argument)) return argument
  throw new UsageError(`write /export FILE, or /export ${exportFormats.join('|')}`)
}
