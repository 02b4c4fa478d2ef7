import type { SlashCommand } from './slash-command.ts'

/** `/compact`. */
export const compactCommand: SlashCommand = {
  name: 'compact',
  usage: '',
  summary: 'make the context smaller at the next step; the log keeps everything',
  run: async (_argument, { client, say }) => {
    if (client.conversation === null) return say('there is nothing to compact yet')
    const { onTheWay, proposals } = client
    await onTheWay.asking('/compact', (kept) => proposals.ask({ kind: 'context.compact' }, [], kept))
  },
}
