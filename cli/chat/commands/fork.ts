import { UsageError } from '../../errors.ts'
import { forkSession } from '../../transfer/fork-session.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/fork`. */
export const forkCommand: SlashCommand = {
  name: 'fork',
  usage: '[SEQ]',
  summary: 'go on in a copy of this session, from its end or from an entry of its log',
  run: async (argument, { client, store, close, say }) => {
    const fork = async () => {
      const source = await store.sessions.get(client.session)
      if (source === null) return null
      const at = argument === '' ? null : readSeq(argument)
      return forkSession({ source, at, name: null, now: Date.now() }, store)
    }
    const text = `/fork ${argument}`.trimEnd()
    const forked = await client.onTheWay.showWhile({ how: 'sending', text }, fork())
    if (forked === null) return say('there is nothing to fork yet')
    say(`forked at ${forked.seq} as session ${forked.id}`)
    close({ type: 'open', session: forked.id })
  },
}

/** The seq that was typed. @throws UsageError */
export function readSeq(argument: string): number {
  const [, digits = ''] = /^(?:--at[\s=]+)?(\d+)$/.exec(argument) ?? []
  const seq = Number(digits)
  if (seq > 0) return seq
  throw new UsageError('write /fork, or /fork SEQ with the seq of a log entry, as in /fork 12')
}
