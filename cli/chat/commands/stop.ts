import { awaitsCompaction } from '../../../core/machine/context/state.ts'
import { stopCompaction } from '../../work/interruption.ts'
import { stoppable } from '../../work/stoppable.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/stop`. */
export const stopCommand: SlashCommand = {
  name: 'stop',
  usage: '',
  summary: 'interrupt the run, the ! command or the compaction, and take back all that waits',
  run: async (_argument, { client, say }) => {
    const { state } = client.conversation ?? {}
    if (state === undefined) return say('nothing runs')
    const compaction = awaitsCompaction(state.context) ? [stopCompaction] : []
    const stops = [...compaction, ...stoppable(state).map(({ stop }) => stop)]
    if (stops.length === 0) return say('nothing runs')
    await client.onTheWay.asking('/stop', async (kept) => {
      for (const stop of stops.slice(0, -1)) await client.proposals.submit(stop)
      for (const last of stops.slice(-1)) await client.proposals.submit(last, kept)
    })
  },
}
