import { stoppable } from '../../work/stoppable.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/stop`. */
export const stopCommand: SlashCommand = {
  name: 'stop',
  usage: '',
  summary: 'interrupt the run or the ! command, and take back all that waits',
  run: async (_argument, { client, say }) => {
    const { state } = client.conversation ?? {}
    const stops = state === undefined ? [] : stoppable(state)
    if (stops.length === 0) return say('nothing runs')
    for (const { stop } of stops) await client.submit(stop)
  },
}
