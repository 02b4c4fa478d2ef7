import { expect, test } from 'vitest'
import { Conversation } from '../../../cli/chat/conversation.ts'
import type { Texts } from '../../../cli/chat/texts.ts'
import type { Event } from '../../../core/machine/events.ts'
import { initialState } from '../../../core/machine/state.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import type { CommandId, OpId, RunId, ShellId } from '../../../core/values/ids.ts'
import { noLimits } from '../../support/simulator.ts'
import { openScribe } from './scribe.ts'

/** Texts that are their own refs. */
const texts: Texts = {
  text: async (ref) => ref,
  views: async () => [],
  said: async (ref) => ref,
}

const said = (text: string) => ({ kind: 'user', ref: text as BlobRef, sizeBytes: 1 }) as const
const stop = 'stop' as CommandId
const requested = (run: string, text: string): Event => ({
  kind: 'run.requested',
  runId: run as RunId,
  commandId: `ask ${run}` as CommandId,
  input: said(text),
  limits: noLimits,
})
const started: readonly Event[] = [requested('r1', 'work on'), { kind: 'run.started', runId: 'r1' as RunId }]
const steered: Event = {
  kind: 'run.steered',
  runId: 'r1' as RunId,
  commandId: 'steer' as CommandId,
  input: said('be quicker'),
}
const cancelled: Event = { kind: 'run.finished', runId: 'r1' as RunId, outcome: { type: 'cancelled' } }

/** What is told of these events. */
async function told(...events: readonly Event[]): Promise<readonly string[]> {
  const { heard, ...audience } = openScribe()
  const conversation = new Conversation(initialState, texts, async () => '', audience)
  for (const [index, event] of events.entries())
    await conversation.entry({ seq: index + 1, at: index, opId: `op${index}` as OpId, event })
  return heard
}

test.each<readonly [string, Event, Event, string]>([
  [
    'a prompt',
    requested('r2', 'and then the docs\nwith examples'),
    { kind: 'run.withdrawn', runId: 'r2' as RunId, commandId: stop },
    'quiet taken back: and then the docs with examples',
  ],
  [
    'a long prompt',
    requested('r2', 'word '.repeat(40)),
    { kind: 'run.withdrawn', runId: 'r2' as RunId, commandId: stop },
    `quiet taken back: ${'word '.repeat(12)}…`.replace(' …', '…'),
  ],
  [
    'steering',
    steered,
    { kind: 'run.unsteered', runId: 'r1' as RunId, steerId: 'steer' as CommandId, commandId: stop },
    'quiet taken back: be quicker',
  ],
  [
    'a command',
    {
      kind: 'shell.requested',
      shellId: 's1' as ShellId,
      commandId: 'ask s1' as CommandId,
      lineRef: 'ls -l' as BlobRef,
    },
    { kind: 'shell.withdrawn', shellId: 's1' as ShellId, commandId: stop },
    'quiet taken back: ! ls -l',
  ],
])('%s that is taken back is named by its first words', async (_what, asked, withdrawn, line) => {
  expect((await told(...started, asked, withdrawn)).at(-1)).toBe(line)
})

test('what was asked for before all that is told here is taken back without a name', async () => {
  const withdrawn: Event = { kind: 'run.withdrawn', runId: 'r9' as RunId, commandId: stop }
  expect(await told(withdrawn)).toEqual(['quiet something that waited was taken back'])
})

test('steering that the end of its run kept from the model is shown, with when the model sees it', async () => {
  expect((await told(...started, steered, cancelled)).slice(-3)).toEqual([
    'steer be quicker',
    'quiet the run ended before the model saw that; it goes with the next prompt',
    'end cancelled after 0',
  ])
})
