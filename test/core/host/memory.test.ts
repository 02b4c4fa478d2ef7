import { expect, test } from 'vitest'
import { driveStretch } from '../../../core/host/index.ts'
import type { Folded } from '../../../core/host/load-state.ts'
import type { HostMemory } from '../../../core/host/ports.ts'
import type { Store } from '../../../core/ports/store.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { fakeTool, openRig } from '../../support/host-rig.ts'

const look = fakeTool('look', 'pure', async () => ({ outcome: 'ok', text: 'seen' }))

/** Looks around so often, then answers. */
function looking(turns: number) {
  let asked = 0
  return fakeModels(() =>
    asked++ % (turns + 1) < turns ? { calls: [{ name: 'look', args: '{}' }] } : { text: 'done' },
  )
}

/** Counts what is read of a store. */
function counted(store: Store) {
  const reads = { blobs: 0, checkpoints: 0 }
  const { blobs, checkpoints } = store
  const get = (ref: BlobRef) => (reads.blobs++, blobs.get(ref))
  const load = (session: SessionId) => (reads.checkpoints++, checkpoints.load(session))
  const has = blobs.has.bind(blobs)
  const seen: Store = {
    ...store,
    blobs: { get, has, put: blobs.put.bind(blobs) },
    checkpoints: { load, save: checkpoints.save.bind(checkpoints) },
  }
  return { store: seen, reads }
}

const emptyMemory = (): HostMemory => ({ states: new Map<SessionId, Folded>(), parsed: new Map<BlobRef, unknown>() })
const never = new AbortController().signal

async function stretches(rig: Awaited<ReturnType<typeof openRig>>, ports: (typeof rig)['ports']) {
  for (let count = 1; ; count++) {
    const end = await driveStretch(rig.session, ports, never, never, async () => undefined)
    if (end.type === 'idle') return count
  }
}

test('a stretch of work reads what is new of a session, and not its window again', async () => {
  const { store, reads } = counted(openMemoryStore())
  const turns = 30
  const rig = await openRig(store, looking(turns), [look])
  await rig.ask('look around')
  const before = { ...reads }
  const count = await stretches(rig, { ...rig.ports, memory: emptyMemory() })
  expect(count).toBeGreaterThan(turns)
  expect(reads.checkpoints - before.checkpoints).toBe(1)
  // Instructions, tools, the prompt; the answer and the result of every turn, and what the run asks its arguments for.
  expect(reads.blobs - before.blobs).toBeLessThan(4 * turns)
  // Without a memory every stretch reads all that came before.
  await rig.ask('look around again')
  const middle = { ...reads }
  await stretches(rig, rig.ports)
  expect(reads.blobs - middle.blobs).toBeGreaterThan(turns * turns)
})

test('what was kept of a session that was deleted is not taken for the one that has its id now', async () => {
  const store = openMemoryStore()
  const memory = emptyMemory()
  const [first, second] = [looking(2), looking(0)]
  const rig = await openRig(store, first, [look], { session: 'again' as SessionId })
  await rig.ask('look around')
  await stretches(rig, { ...rig.ports, memory })
  await store.sessions.remove(rig.session)
  const other = await openRig(store, second, [], { session: 'again' as SessionId })
  await other.ask('and now?')
  await stretches(other, { ...other.ports, memory })
  const [state, folded] = [await other.host.state(other.session), memory.states.get(other.session)]
  expect(folded?.state).toEqual(state)
  expect(folded?.head).toBe(await store.log.head(other.session))
  expect((await other.log()).filter(({ event }) => event.kind === 'turn.started')).toHaveLength(1)
})

test('what others have done meanwhile is folded onto what was kept', async () => {
  const store = openMemoryStore()
  const memory = emptyMemory()
  const rig = await openRig(store, looking(3), [look])
  await rig.ask('here')
  await stretches(rig, { ...rig.ports, memory })
  await rig.ask('there')
  await stretches(rig, rig.ports)
  await rig.ask('here again')
  await stretches(rig, { ...rig.ports, memory })
  expect(memory.states.get(rig.session)?.state).toEqual(await rig.host.state(rig.session))
})

test('a run that is worked on in stretches is checkpointed on its way, as one that is driven without a break', async () => {
  const store = openMemoryStore()
  const rig = await openRig(store, looking(200), [look])
  await rig.ask('look around for long')
  const ports = { ...rig.ports, memory: emptyMemory() }
  for (let stretch = 0; stretch < 190; stretch++)
    expect((await driveStretch(rig.session, ports, never, never, async () => undefined)).type).toBe('yielded')
  const [head, checkpoint] = [await store.log.head(rig.session), await store.checkpoints.load(rig.session)]
  expect(head).toBeGreaterThan(600)
  expect(head - (checkpoint?.seq ?? 0)).toBeLessThan(300)
})
