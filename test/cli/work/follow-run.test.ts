import { expect, test } from 'vitest'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import type { StoredEntry } from '../../../core/log/entry.ts'
import { followRun } from '../../../cli/work/follow-run.ts'
import type { RunView } from '../../../cli/work/run-view.ts'
import type { Stopper } from '../../../cli/work/stopper.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { openRig, type Rig } from '../../support/host-rig.ts'

function recordingView(
  onEntry: (entry: StoredEntry) => void = () => undefined,
): RunView & { readonly entries: StoredEntry[] } {
  const entries: StoredEntry[] = []
  return {
    entries,
    begin: () => undefined,
    entry: async (entry) => {
      entries.push(entry)
      onEntry(entry)
    },
    delta: () => undefined,
    remark: () => undefined,
    end: async () => undefined,
  }
}

function openStops(): Stopper & { ask(): void; leave(): void } {
  const asked = new AbortController()
  const leaving = new AbortController()
  return {
    stop: null,
    asked: asked.signal,
    leaving: leaving.signal,
    close: () => undefined,
    ask: () => asked.abort(),
    leave: () => leaving.abort(),
  }
}

const answering = (text: string) => fakeModels(() => ({ text }))
const hanging = () =>
  fakeModels(
    (_request, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stop')))),
  )

const follow = (rig: Rig, commandId: CommandId, view: RunView, stopper: Stopper = openStops(), after = 0) =>
  followRun({ host: rig.host, session: rig.session, commandId, after, view, stopper, server: null })

test('a run is driven to its end, and every entry of it is shown once and in order', async () => {
  const rig = await openRig(openMemoryStore(), answering('hi'))
  const view = recordingView()
  const { tally, seen } = await follow(rig, await rig.ask('hello'), view)
  expect(tally).toMatchObject({ runId: 'r1', turns: 1, outcome: { type: 'completed' } })
  expect(view.entries).toEqual(await rig.log())
  expect(seen).toBe(view.entries.length)
})

test('asked to stop, it cancels the run and waits for that to be recorded', async () => {
  const rig = await openRig(openMemoryStore(), hanging())
  const stops = openStops()
  const view = recordingView(({ event }) => event.kind === 'turn.started' && stops.ask())
  const { tally } = await follow(rig, await rig.ask('hello'), view, stops)
  expect(tally.outcome).toEqual({ type: 'cancelled' })
})

test('asked to stop before the run was accepted, it cancels it as soon as it is', async () => {
  const rig = await openRig(openMemoryStore(), hanging())
  const stops = openStops()
  stops.ask()
  const { tally } = await follow(rig, await rig.ask('hello'), recordingView(), stops)
  expect(tally.outcome).toEqual({ type: 'cancelled' })
})

test('told to leave, it returns at once, and the run can be taken up again', async () => {
  const store = openMemoryStore()
  const rig = await openRig(store, hanging())
  const stops = openStops()
  const view = recordingView(({ event }) => event.kind === 'turn.started' && stops.leave())
  const ask = await rig.ask('hello')
  expect((await follow(rig, ask, view, stops)).tally.outcome).toBeNull()
  const later = await openRig(store, answering('late'), [], { session: rig.session })
  expect((await follow(later, ask, recordingView())).tally.outcome).toEqual({ type: 'completed' })
})

test('a request that is refused fails with what the session said', async () => {
  const store = openMemoryStore()
  const rig = await openRig(store, answering('hi'))
  const session = 'never-begun' as SessionId
  await store.sessions.create({ id: session, name: null, directory: '/d', model: 'm/x', title: '', createdAt: 1 })
  const id = 'cancel-nothing' as CommandId
  await rig.host.submit(session, id, { kind: 'run.cancel', runId: null })
  const refused = followRun({
    host: rig.host,
    session,
    commandId: id,
    after: 0,
    view: recordingView(),
    stopper: openStops(),
    server: null,
  })
  await expect(refused).rejects.toThrow(expect.objectContaining({ code: 'session-missing' }))
})

test('two followers of one session both see their own run through', async () => {
  const store = openMemoryStore()
  const first = await openRig(store, answering('one'))
  const second = await openRig(store, answering('two'), [], { session: first.session, pid: 1 })
  const asks = [await first.ask('a'), await second.ask('b')] as const
  const ends = await Promise.all([follow(first, asks[0], recordingView()), follow(second, asks[1], recordingView())])
  expect(ends.map(({ tally }) => tally)).toMatchObject([
    { runId: 'r1', outcome: { type: 'completed' } },
    { runId: 'r2', outcome: { type: 'completed' } },
  ])
})

test('a view that fails ends it with its error', async () => {
  const rig = await openRig(openMemoryStore(), answering('hi'))
  const view = recordingView(() => {
    throw new Error('no more screen')
  })
  await expect(follow(rig, await rig.ask('hello'), view)).rejects.toThrow('no more screen')
})
