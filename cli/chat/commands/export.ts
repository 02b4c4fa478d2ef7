import { resolve } from 'node:path'
import { currentDirectory } from '../../args/change-directory.ts'
import { exportSession, formatOfFile } from '../../transfer/export-session.ts'
import { writeToFile } from '../../transfer/write-pieces.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/export`. */
export const exportCommand: SlashCommand = {
  name: 'export',
  usage: '[FILE]',
  summary: 'write the session to a file; .md, .html or .jsonl decides the format',
  run: async (argument, { client, store, say }) => {
    const session = await store.sessions.get(client.session)
    if (session === null) return say('there is nothing to export yet')
    const file = resolve(currentDirectory(), argument === '' ? `lightspeed-${session.id}.md` : argument)
    await writeToFile(file, await exportSession(session, formatOfFile(file), store), false)
    say(`written to ${file}`, 'good')
  },
}
