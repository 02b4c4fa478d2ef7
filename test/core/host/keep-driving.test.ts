import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test, vi } from 'vitest'
import { keepDriving, thisProcess, type Driving, type DrivingWish } from '../../../core/host/index.ts'
import type { LeaseOwner } from '../../../core/ports/leases.ts'
import type { Store } from '../../../core/ports/store.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { openRig, type Rig } from '../../support/host-rig.ts'
import { waitFor } from '../../support/wait-for.ts'

const answering = () => fakeModels(() => ({ text: 'fin' }))
const forever = () => false

/** Takes part until the test is over. */
function attach(rig: Rig, wish: DrivingWish = {}) {
  const end = new AbortController()
  const reports: Driving[] = []
  const ended = keepDriving(rig.host, rig.session, end.signal, { ...wish, report: (said) => reports.push(said) })
  onTestFinished(async () => {
    end.abort()
    await ended
  })
  return { reports, ended, end, types: () => reports.map(({ type }) => type) }
}

const finished = async (rig: Rig): Promise<number> =>
  (await rig.log()).filter(({ event }) => event.kind === 'run.finished').length

function deadProcess(): LeaseOwner {
  const { pid } = spawnSync('true')
  return { ...thisProcess(), pid, startedAt: '1' }
}

async function takenBy(store: Store, rig: Rig, owner: LeaseOwner, ttlMs = 600_000): Promise<number> {
  const taken = await store.leases.acquire(rig.session, owner, Date.now(), ttlMs, forever)
  if (taken.status !== 'acquired') throw new Error('somebody else holds it')
  return taken.lease.epoch
}

test('an idle session takes no lease; what is asked is worked on, again and again', async () => {
  const store = openMemoryStore()
  const rig = await openRig(store, answering())
  const { types } = attach(rig)
  await waitFor(() => expect(types()).toEqual(['idle']))
  expect(await store.leases.holder(rig.session)).toBeNull()
  for (const round of [1, 2]) {
    await rig.ask('hello')
    await waitFor(async () => expect(await finished(rig)).toBe(round))
    await waitFor(() => expect(types()).toEqual(['idle', ...Array(round).fill(['driving', 'idle']).flat()]))
  }
})

test('while another living process drives it follows, and takes over when that one lets go', async () => {
  const store = openMemoryStore()
  const rig = await openRig(store, answering())
  const other = { ...thisProcess(), pid: process.ppid, startedAt: 'unknown' }
  const epoch = await takenBy(store, rig, other)
  await rig.ask('hello')
  const { reports } = attach(rig)
  await waitFor(() => expect(reports).toEqual([{ type: 'following', owner: other }]))
  await store.leases.release(rig.session, epoch)
  await waitFor(async () => expect(await finished(rig)).toBe(1))
  expect(reports.slice(1, 2)).toEqual([{ type: 'driving', from: null }])
})

test('a dead driver is replaced at the next epoch, and named', async () => {
  const store = openMemoryStore()
  const rig = await openRig(store, answering())
  const dead = deadProcess()
  const epoch = await takenBy(store, rig, dead)
  await rig.ask('hello')
  const { reports } = attach(rig)
  await waitFor(async () => expect(await finished(rig)).toBe(1))
  expect(reports[0]).toEqual({ type: 'driving', from: dead })
  await waitFor(async () => expect(await store.leases.holder(rig.session)).toBeNull())
  expect(await store.leases.renew(rig.session, epoch, 1)).toBe(false)
})

test('a living driver that does not renew its lease is replaced when its time is over', async () => {
  const store = openMemoryStore()
  const rig = await openRig(store, answering())
  const stopped = { ...thisProcess(), pid: process.ppid, startedAt: 'unknown' }
  await takenBy(store, rig, stopped, 200)
  await rig.ask('hello')
  const { reports } = attach(rig)
  await waitFor(async () => expect(await finished(rig)).toBe(1))
  expect(reports.slice(0, 2)).toEqual([
    { type: 'following', owner: stopped },
    { type: 'driving', from: stopped },
  ])
})

test('of several that take part one drives at a time, and every request is answered once', async () => {
  const store = openMemoryStore()
  const models = answering()
  const first = await openRig(store, models)
  const rigs = [first]
  const { session } = first
  for (const pid of [1, process.ppid])
    rigs.push(await openRig(store, models, [], { session, pid, startedAt: 'unknown' }))
  for (const rig of rigs) attach(rig)
  for (let n = 0; n < 20; n++) await rigs[n % 3]?.ask(`prompt ${n}`)
  await vi.waitFor(async () => expect(await finished(first)).toBe(20), { timeout: 10_000 })
  expect(models.requests).toHaveLength(20)
})

test('who cannot do the work leaves it to others, and does it once it can', async () => {
  const rig = await openRig(openMemoryStore(), answering())
  let reason: string | null = 'no key'
  const { reports } = attach(rig, { whyUnable: () => Promise.resolve(reason) })
  await rig.ask('hello')
  await waitFor(() => expect(reports.at(-1)).toEqual({ type: 'unable', reason: 'no key' }))
  expect(await finished(rig)).toBe(0)
  reason = null
  await waitFor(async () => expect(await finished(rig)).toBe(1))
})

test('enough ends it when idle; the signal ends it in the middle, for the next to go on', async () => {
  const store = openMemoryStore()
  const rig = await openRig(store, answering())
  const enough = new AbortController()
  const idle = attach(rig, { enough: enough.signal })
  await waitFor(() => expect(idle.types()).toEqual(['idle']))
  enough.abort()
  await idle.ended

  const hanging = fakeModels(
    (_request, signal) => new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Error('stop')))),
  )
  const stuck = await openRig(store, hanging, [], { session: rig.session })
  const driving = attach(stuck)
  await rig.ask('hello')
  await waitFor(() => expect(hanging.requests).toHaveLength(1))
  driving.end.abort()
  await driving.ended
  attach(rig)
  await waitFor(async () => expect(await finished(rig)).toBe(1))
})

test('where workers of a server work, nothing is asked by who is attached, and the end of it is heard', async () => {
  const rig = await openRig(openMemoryStore(), answering())
  await rig.ask('hello')
  const asked = () => {
    throw new Error('asked')
  }
  const whileOthersWork = async (_session: SessionId, end: AbortSignal) => {
    if (!end.aborted) await once(end, 'abort')
  }
  const host = { ...rig.host, whileOthersWork, holder: asked, wantsDriver: asked, drive: asked, watch: asked }
  for (const enough of [AbortSignal.abort(), AbortSignal.timeout(5)])
    await keepDriving(host, rig.session, new AbortController().signal, { enough })
  expect(await finished(rig)).toBe(0)
})

test('what waits for others is left to them when until holds', async () => {
  const rig = await openRig(openMemoryStore(), answering())
  const mine = await rig.ask('mine')
  await rig.ask('theirs')
  const isMine = (commandId: CommandId) => commandId === mine
  attach(rig, {
    until: ({ run }) =>
      !isMine(run.active?.commandId ?? ('' as CommandId)) && !run.queued.some((r) => isMine(r.commandId)),
  })
  await waitFor(async () => expect(await finished(rig)).toBe(1))
  await waitFor(async () => expect(await rig.host.holder(rig.session)).toBeNull())
  expect((await rig.host.state(rig.session)).run.active).toMatchObject({ runId: 'r2' })
})
