import { expect, test } from 'vitest'
import { forkSession } from '../../../cli/transfer/fork-session.ts'
import { loadState } from '../../../core/host/index.ts'
import type { Store } from '../../../core/ports/store.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { openRig } from '../../support/host-rig.ts'
import { expectSoundLog } from '../../support/run-laws.ts'
import { openSample } from './sample.ts'

const sample = 'sample' as SessionId

async function fork(store: Store, at: number | null, session = sample, name: string | null = null) {
  const source = await store.sessions.get(session)
  if (source === null) throw new Error('no source')
  return forkSession({ source, at, name, now: 9 }, store)
}

test('a fork has the beginning of its source, says so in its log, and shares the cache of its source', async () => {
  const { store } = await openSample()
  const before = await store.log.read(sample, 0)
  const { id, seq } = await fork(store, null, sample, 'other way')
  expect(seq).toBe(before.length)
  const log = await store.log.read(id, 0)
  expect(log.slice(0, seq)).toEqual(before)
  expect(log.slice(seq).map(({ event }) => event)).toEqual([
    { kind: 'session.forked', source: sample, sourceSeq: seq },
    { kind: 'session.renamed', name: 'other way' },
  ])
  expectSoundLog(log)
  const [here, there] = [(await loadState(store, id)).state, (await loadState(store, sample)).state]
  expect([here.workspace, here.context, here.turn]).toEqual([there.workspace, there.context, there.turn])
  expect(here.session).toEqual({ ...there.session, name: 'other way', cacheKey: sample })
  expect(await store.sessions.get(id)).toMatchObject({
    name: 'other way',
    origin: { type: 'fork', session: sample, seq },
  })
  // Both facts are one append: a fork has all of it or nothing.
  expect((await fork(store, seq + 1, id)).seq).toBe(seq)
  const again = await fork(store, null, id)
  expect((await loadState(store, again.id)).state.session?.cacheKey).toBe(sample)
  expect(await store.log.read(sample, 0)).toEqual(before)
})

test('wherever it is asked for, it forks at the last point between runs and between appends', async () => {
  const { store } = await openSample()
  const log = await store.log.read(sample, 0)
  const ends = log.flatMap(({ seq, event, opId }) => {
    const isRest = ['session.created', 'workspace.mounted', 'run.finished'].includes(event.kind)
    return isRest && log[seq]?.opId !== opId ? [seq] : []
  })
  expect(ends.length).toBe(4)
  for (let at = 1; at <= log.length; at++) {
    const { seq } = await fork(store, at)
    expect([at, seq]).toEqual([at, ends.findLast((end) => end <= at)])
  }
  await expect(fork(store, log.length + 1)).rejects.toThrow(/has \d+ entries; there is no/)
})

test('source and fork both go on, neither sees the other, and their requests begin with the same items', async () => {
  const { store, models, rig } = await openSample()
  const asked = models.requests.length
  const { id } = await fork(store, null)
  const other = fakeModels(() => ({ text: 'mine' }))
  const forked = await openRig(store, other, [], { session: id, pid: process.pid + 1 })
  await forked.ask('the other way')
  await rig.ask('go on')
  await Promise.all([forked.drive(), rig.drive()])
  const [own, theirs] = [other.requests[0], models.requests[asked]]
  expect(own?.items.slice(0, -1)).toEqual(theirs?.items.slice(0, -1))
  expect(JSON.stringify({ ...own, items: [] })).toBe(JSON.stringify({ ...theirs, items: [] }))
  expect(own?.items.at(-1)).toMatchObject({ text: 'the other way' })
  for (const session of [sample, id]) expectSoundLog(await store.log.read(session, 0))
  const texts = JSON.stringify(await store.log.read(sample, 0))
  expect(texts).not.toContain('session.forked')
})

test('a session that was registered and never begun has nothing to fork', async () => {
  const store = openMemoryStore()
  await store.sessions.create({ id: sample, name: null, directory: '/', model: 'm/x', title: '', createdAt: 1 })
  await expect(fork(store, null)).rejects.toThrow(/nothing to fork/)
})
