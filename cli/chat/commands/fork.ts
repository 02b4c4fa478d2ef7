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
    const at = argument === '' ? null : readSeq(argument)
    const { id, seq } = await forkSession({ source, at, name: null, now: Date.now() }, store)
    say(`forked at ${seq} as session ${id}`)
    close({ type: 'open', session: id })
  },
}

/** The seq that was typed. @throws UsageError */
export function readSeq(argument: string): number {
  const [, digits = ''] = /^(?:--at[\s=]+)?(\d+)$/.exec(argument) ?? []
  const seq = Number(digits)
  if (seq > 0) return seq
  throw new UsageError('write /fork, or /fork SEQ with the seq of a log entry, as in /fork 12')
}
