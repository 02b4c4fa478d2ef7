import { UsageError } from '../../errors.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/rename`. */
export const renameCommand: SlashCommand = {
  name: 'rename',
  usage: 'NAME',
  summary: 'give the session a name',
  run: async (argument, { client, store, say }) => {
    if (argument === '') throw new UsageError('/rename needs a name: /rename NAME')
    if (client.conversation === null) {
      client.name = argument
      return say(`the session will be called ${argument}`)
    }
    const { onTheWay, proposals, session } = client
    await onTheWay.asking(`/rename ${argument}`, async (kept) => {
      // Stored is what it is when lists have the name, too.
      await proposals.ask({ kind: 'session.rename', name: argument }, [], { ...kept, stored: () => undefined })
      await proposals.hearing.until(() => store.sessions.rename(session, argument))
    })
    client.name = argument
  },
}
