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
    await client.proposals.ask({ kind: 'session.rename', name: argument })
    await store.sessions.rename(client.session, argument)
    client.name = argument
  },
}
