import { expect, test } from 'vitest'
import type { Store } from '../../../core/ports/store.ts'
import type { StoredEntry } from '../../../core/log/entry.ts'
import type { Command } from '../../../core/machine/commands.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { fakeTool, openRig, type Rig } from '../../support/host-rig.ts'

const kinds = (log: readonly StoredEntry[]) => log.map(({ event }) => event.kind)
const late = 'late' as CommandId

/** A store whose inbox shows the command `late` only once the log holds `kind`: it arrives in that very step. */
function lateInbox(kind: string): Store {
  const store = openMemoryStore()
  const { inbox } = store
  const pending = async (session: SessionId) => {
    const entries = await inbox.pending(session)
    const isTime = kinds(await store.log.read(session, 0)).some((seen) => seen === kind)
    return isTime ? entries : entries.filter(({ id }) => id !== late)
  }
  return {
    ...store,
    inbox: {
      pending,
      submit: (session, entry, blobs) => inbox.submit(session, entry, blobs),
      settle: (...given) => inbox.settle(...given),
      status: (session, id) => inbox.status(session, id),
    },
  }
}

const submitLate = ({ host, session }: Rig, command: Command) => host.submit(session, late, command)

test('a call that was never dispatched is cancelled, not unknown', async () => {
  let ran = 0
  const tool = fakeTool('act', 'opaque', () => Promise.resolve({ text: String(++ran), outcome: 'ok' }))
  const models = fakeModels(() => ({ calls: [{ name: 'act' }] }))
  const rig = await openRig(lateInbox('tool.started'), models, [tool])
  await rig.ask('hello')
  await submitLate(rig, { kind: 'run.cancel', runId: null })
  await rig.drive()
  const ends = (await rig.log()).flatMap(({ event }) => (event.kind === 'tool.finished' ? [event.outcome] : []))
  expect(ends).toEqual(['cancelled'])
  expect(ran).toBe(0)
})

test("a person's command that was never dispatched is cancelled, not unknown", async () => {
  let ran = 0
  const shell = { run: () => Promise.resolve({ text: String(++ran), outcome: 'ok' } as const) }
  const rig = await openRig(
    lateInbox('shell.started'),
    fakeModels(() => ({ text: 'x' })),
    [],
    { shell },
  )
  await rig.shell('deploy')
  await submitLate(rig, { kind: 'shell.cancel', shellId: null })
  await rig.drive()
  const ends = (await rig.log()).flatMap(({ event }) => (event.kind === 'shell.finished' ? [event.outcome] : []))
  expect(ends).toEqual(['cancelled'])
  expect(ran).toBe(0)
})

test('a call that was recorded as started is not handed over: the next driver could only call it lost', async () => {
  let ran = 0
  const tool = fakeTool('act', 'opaque', () => Promise.resolve({ text: String(++ran), outcome: 'ok' }))
  const models = fakeModels(({ items }) => (items.length === 1 ? { calls: [{ name: 'act' }] } : { text: 'fin' }))
  const rig = await openRig(lateInbox('tool.started'), models, [tool])
  await rig.ask('of somebody else')
  const own = await rig.ask('mine')
  // Ours is taken back in the step in which the call of the other run is recorded.
  await submitLate(rig, { kind: 'run.cancel', runId: 'r2' })
  expect(await rig.host.settled(rig.session, own, new AbortController().signal)).toEqual({ status: 'accepted' })
  await rig.drive()
  expect(kinds(await rig.log())).not.toContain('tool.lost')
  expect(ran).toBe(1)
})
