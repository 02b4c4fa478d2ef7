import { resolve } from 'node:path'
import { currentDirectory } from '../../args/change-directory.ts'
import { UsageError } from '../../errors.ts'
import { exportFormats, exportSession, formatOfFile } from '../../transfer/export-session.ts'
import { writeToFile } from '../../transfer/write-pieces.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/export`. */
export const exportCommand: SlashCommand = {
  name: 'export',
  usage: '[FILE|FORMAT]',
  summary: 'write the session to a file as md, html or jsonl; the ending of FILE decides too',
  run: async (argument, { client, store, say }) => {
    const session = await store.sessions.get(client.session)
    if (session === null) return say('there is nothing to export yet')
    const file = resolve(currentDirectory(), exportedFile(argument, `lightspeed-${session.id}`))
    await writeToFile(file, await exportSession(session, formatOfFile(file), store), false)
    say(`written to ${file}`, 'good')
  },
}

/** Where it goes: a format alone is the ending of a file that is named for the session. @throws UsageError */
export function exportedFile(argument: string, name: string): string {
  if (argument === '') return `${name}.md`
  if (exportFormats.some((format) => format === argument)) return `${name}.${argument}`
  if (!/^-|^json$/.test(argument)) return argument
  throw new UsageError(`write /export FILE, or /export ${exportFormats.join('|')}`)
}
