import type { SlashCommand } from './slash-command.ts'

/** `/stop`. */
export const stopCommand: SlashCommand = {
  name: 'stop',
  usage: '',
  summary: 'interrupt the run and take back all that waits',
  run: async (_argument, { client, say }) => {
    const { run } = client.conversation?.state ?? {}
    if (!run || (run.active === null && run.queued.length === 0)) return say('nothing runs')
    for (const { runId } of [...run.queued].reverse()) await client.submit({ kind: 'run.cancel', runId })
    if (run.active !== null) await client.submit({ kind: 'run.cancel', runId: run.active.runId })
  },
}
