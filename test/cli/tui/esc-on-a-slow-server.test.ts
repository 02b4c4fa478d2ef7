import { expect, test } from 'vitest'
import { initialState } from '../../../core/machine/state.ts'
import type { Command } from '../../../core/machine/commands.ts'
import type { StagedBlob } from '../../../core/ports/event-log.ts'
import type { Store } from '../../../core/ports/store.ts'
import type { CommandId, RunId, SessionId } from '../../../core/values/ids.ts'
import type { WaitingText } from '../../../cli/chat/waiting-texts.ts'
import { OnTheWay } from '../../../cli/chat/on-the-way.ts'
import { Desk } from '../../../cli/chat/desk.ts'
import { Proposals } from '../../../cli/chat/proposals.ts'
import { ComingBack } from '../../../cli/tui/composer/coming-back.ts'
import { Composer } from '../../../cli/tui/composer/composer.ts'
import { draftParts } from '../../../cli/tui/editor/parts.ts'
import { Outbox, type OutboxParts } from '../../../cli/tui/outbox.ts'
import { RemoteError, RemoteKeyError, RemoteUnreachableError } from '../../../remote/client/errors.ts'
import { waitFor } from '../../support/wait-for.ts'
import { openScribe } from '../chat/scribe.ts'

const session = 's1' as SessionId
const runId = 'r1' as RunId

interface Call {
  readonly kind: Command['kind']
  readonly id: CommandId
  readonly arrive: () => void
  readonly fail: (error: Error) => void
}

/** A chat whose commands travel until they are told to arrive, with steering of which the model has not heard. */
function openChat(steering: readonly string[]) {
  const calls: Call[] = []
  const inbox: Command['kind'][] = []
  const stored = new Set<CommandId>()
  const onTheWay = new OnTheWay(() => undefined)
  const closing = new AbortController()
  const submit = (_session: SessionId, id: CommandId, { kind }: Command, _blobs: readonly StagedBlob[] = []) =>
    new Promise<void>((resolve, reject) => {
      const arrive = () => {
        if (!stored.has(id)) inbox.push(kind)
        stored.add(id)
        resolve()
      }
      calls.push({ kind, id, arrive, fail: reject })
    })
  const status = async (_session: SessionId, id: CommandId) =>
    stored.has(id) ? ({ status: 'accepted' } as const) : ({ status: 'pending' } as const)
  const proposals = new Proposals({
    session,
    host: { submit, settled: async () => ({ status: 'accepted' }) },
    store: { inbox: { status } } as unknown as Store,
    audience: openScribe(),
    closed: closing.signal,
    isUnable: () => false,
    isRemote: true,
  })
  const run = { ...initialState.run, active: { runId, cancelling: false } }
  const conversation = { state: { ...initialState, run }, holds: () => true }
  const client = { session, closed: closing.signal, conversation, proposals, onTheWay }
  const desk = Object.assign(Object.create(Desk.prototype) as Desk, { client })
  const waiting = steering.map((text): WaitingText => {
    const commandId = text as CommandId
    const takeBack = { kind: 'run.unsteer', steerId: commandId } as const
    return { waiting: { type: 'steering', commandId, takeBack, input: null as never }, text, read: async () => text }
  })
  const back = new ComingBack({ keep: () => undefined, given: () => undefined, changed: () => undefined })
  const outbox = new Outbox({ desk, back, waiting: () => waiting } as unknown as OutboxParts)
  const composer = new Composer(
    () => 80,
    () => undefined,
  )
  const interrupt = () => outbox.interrupt(composer)
  return { calls, inbox, interrupt, onTheWay, closing, written: () => draftParts(composer.draft) }
}

const travelling = (calls: readonly Call[]) => calls.map(({ kind }) => kind)

/** Lets everything arrive, what was sent last first. */
async function overtaken(calls: readonly Call[], until: Promise<unknown>): Promise<void> {
  let isOver = false
  void until.finally(() => (isOver = true))
  let arrived = 0
  await waitFor(() => {
    const fresh = calls.slice(arrived)
    arrived = calls.length
    for (const { arrive } of fresh.toReversed()) arrive()
    expect(isOver).toBe(true)
  })
}

test('the end of a run does not overtake what takes its steering back', async () => {
  const { calls, inbox, interrupt, written } = openChat(['oops', 'also'])
  const interrupted = interrupt()
  await overtaken(calls, interrupted)
  expect(inbox).toEqual(['run.unsteer', 'run.unsteer', 'run.cancel'])
  expect(written()).toEqual(['oops\nalso'])
})

test('nor does it when the server was away meanwhile, and it is shown as on its way', async () => {
  const { calls, inbox, interrupt, onTheWay } = openChat(['oops'])
  const interrupted = interrupt()
  await waitFor(() => expect(travelling(calls)).toEqual(['run.unsteer']))
  calls[0]?.fail(new RemoteUnreachableError('http://gateway', 'timeout'))
  await waitFor(() => expect(onTheWay.list).toMatchObject([{ text: 'interruption' }]))
  await waitFor(() => expect(travelling(calls)).toEqual(['run.unsteer', 'run.unsteer']))
  await overtaken(calls.slice(1), Promise.resolve())
  await overtaken(calls, interrupted)
  expect(inbox).toEqual(['run.unsteer', 'run.cancel'])
  expect(calls[1]?.id).toBe(calls[0]?.id)
})

test.each([
  ['that is refused', new RemoteKeyError('http://gateway')],
  ['that waits for what the end does not need', new RemoteError('s3-unreachable', 'no store of objects')],
  ['that is there, and nobody could be told of', new RemoteError('not-woken', 'no Temporal')],
])('a withdrawal %s does not keep the run from being ended', async (_what, error) => {
  const { calls, interrupt } = openChat(['oops'])
  const interrupted = interrupt()
  await waitFor(() => expect(travelling(calls)).toEqual(['run.unsteer']))
  calls[0]?.fail(error)
  await waitFor(() => expect(travelling(calls)).toContain('run.cancel'))
  await overtaken(calls.slice(1), Promise.resolve())
  await overtaken(calls, interrupted)
})
