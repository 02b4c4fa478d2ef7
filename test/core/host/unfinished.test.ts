import { expect, test, vi } from 'vitest'
import { driveStretch } from '../../../core/host/index.ts'
import type { Folded } from '../../../core/host/load-state.ts'
import { unfinishedState, wantsDriver } from '../../../core/host/unfinished.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { fakeTool, openRig } from '../../support/host-rig.ts'

const tool = fakeTool('look', 'pure', async () => ({ outcome: 'ok', text: 'seen' }))
const never = new AbortController().signal

/** A session that is worked on a stretch at a time; between two nobody drives it. */
async function openSession(turns: number) {
  const store = openMemoryStore()
  let asked = 0
  const models = fakeModels(() => (asked++ < turns ? { calls: [{ name: 'look', args: '{}' }] } : { text: 'done' }))
  const rig = await openRig(store, models, [tool])
  await rig.ask('look around')
  const states = new Map<SessionId, Folded>()
  const loads = vi.spyOn(store.checkpoints, 'load')
  const reads = vi.spyOn(store.log, 'read')
  /** Looks, and says how often entries and checkpoints were read for that. */
  const look = async () => {
    reads.mockClear()
    loads.mockClear()
    const wants = await wantsDriver(store, rig.session, states)
    const read = await Promise.all(reads.mock.results.map(({ value }) => value as Promise<readonly unknown[]>))
    return { wants, reads: read.length, entries: read.flat().length, checkpoints: loads.mock.calls.length }
  }
  const work = () => driveStretch(rig.session, rig.ports, never, never, async () => undefined)
  return { store, rig, states, look, work }
}

test('a session under way is folded once: whoever looks again, and later on, reads the end of its log and no checkpoint', async () => {
  const { store, rig, states, look, work } = await openSession(12)
  await work()
  expect(await look()).toMatchObject({ wants: true, checkpoints: 1 })
  for (let stretch = 1; stretch < 12; stretch++) {
    const found = await look()
    expect(found).toMatchObject({ wants: true, reads: 1, checkpoints: 0 })
    expect(found.entries).toBeLessThan(50)
    expect(states.get(rig.session)?.state).toEqual(await rig.host.state(rig.session))
    expect((await work()).type).toBe('yielded')
  }
  while ((await work()).type !== 'idle');
  expect(await look()).toMatchObject({ wants: false, reads: 1, checkpoints: 0 })
  expect(await store.log.head(rig.session)).toBeGreaterThan(60)
})

test('one whose kept fold is far behind is folded from its checkpoint, which is nearer', async () => {
  const { look, work } = await openSession(200)
  await work()
  await look()
  for (let stretch = 0; stretch < 100; stretch++) await work()
  const found = await look()
  expect(found).toMatchObject({ wants: true, checkpoints: 1 })
  expect(found.entries).toBeLessThan(300)
})

test('the log of another session under the same id is not taken for what was kept', async () => {
  const { store, rig, states, look, work } = await openSession(3)
  await work()
  await look()
  const entries = await rig.log()
  const { updatedAt: _, head: __, ...facts } = (await store.sessions.get(rig.session)) ?? { updatedAt: 0, head: 0 }
  await store.sessions.remove(rig.session)
  const other = entries.map((entry) => ({ ...entry, at: entry.at + 1 }))
  await store.sessions.restore(facts as never, { entries: other, epoch: 1 })
  expect(await look()).toMatchObject({ wants: true, checkpoints: 1 })
  expect(states.get(rig.session)?.last?.at).toBe(other.at(-1)?.at)
})

test('without a memory all is as it was found, each time', async () => {
  const { store, rig, work } = await openSession(3)
  await work()
  const loads = vi.spyOn(store.checkpoints, 'load').mockClear()
  for (let n = 0; n < 3; n++) expect((await unfinishedState(store, rig.session))?.run.active?.runId).toBe('r1')
  expect(loads).toHaveBeenCalledTimes(3)
})
