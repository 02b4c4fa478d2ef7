import { UsageError } from '../../errors.ts'
import { forkSession } from '../../transfer/fork-session.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/fork`. */
export const forkCommand: SlashCommand = {
  name: 'fork',
  usage: '[SEQ]',
  summary: 'go on in a copy of this session, from its end or from an entry of its log',
  run: async (argument, { client, store, close, say }) => {
    const source = await store.sessions.get(client.session)
    if (source === null) return say('there is nothing to fork yet')
    const at = argument === '' ? null : Number(argument)
    if (at !== null && !(Number.isInteger(at) && at > 0)) throw new UsageError('/fork takes the seq of a log entry')
    const { id, seq } = await forkSession({ source, at, name: null, now: Date.now() }, store)
    say(`forked at ${seq} as session ${id}`)
    close({ type: 'open', session: id })
  },
}
