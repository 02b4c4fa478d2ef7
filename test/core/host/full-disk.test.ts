import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { driveStretch, keepDriving } from '../../../core/host/index.ts'
import type { Store } from '../../../core/ports/store.ts'
import { DiskFullError } from '../../../core/store/errors.ts'
import { S3RefusedError, S3UnreachableError } from '../../../remote/s3/errors.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { fakeTool, openRig, type Rig } from '../../support/host-rig.ts'

/** A store in which appends that `isLarge` names fail until there is room. */
function smallStore(isLarge: (opId: string) => boolean, refusal: Error = new DiskFullError('/d', null)) {
  const store = openMemoryStore()
  const disk = { isFull: true, refused: 0 }
  const { append } = store.log
  store.log.append = (request) => {
    if (!disk.isFull || !isLarge(request.opId)) return append.call(store.log, request)
    disk.refused += 1
    return Promise.reject(refusal)
  }
  return { store, disk }
}

/** A person who takes part in a session, as a chat does, and what it is told. */
async function takePart(store: Store, models: ReturnType<typeof fakeModels>) {
  const rig = await openRig(store, models)
  const told: (string | null)[] = []
  const end = new AbortController()
  const driving = keepDriving(rig.host, rig.session, end.signal, {
    stalled: (full) => void told.push(full?.message ?? null),
  })
  const leave = async () => {
    end.abort()
    await driving
  }
  return { rig, told, leave }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(5)
}
const ended = ({ host, session }: Rig) => host.state(session).then(({ run }) => run.last?.outcome.type)
const full = 'no space left in /d: free some space and try again'

test('an answer that cannot be recorded is kept, and recorded when there is room: the model is not asked again', async () => {
  const { store, disk } = smallStore((opId) => opId.endsWith('/model'))
  const models = fakeModels(() => ({ text: 'a long answer' }))
  const { rig, told, leave } = await takePart(store, models)
  await rig.ask('go')
  await until(() => disk.refused > 0)
  expect(told).toEqual([full])
  expect(await ended(rig)).toBeUndefined()
  disk.isFull = false
  await until(async () => (await ended(rig)) === 'completed')
  await leave()
  expect(told).toEqual([full, null])
  expect(models.requests).toHaveLength(1)
})

test('what a person asks meanwhile is heeded: an interruption ends the wait, and the answer is billed', async () => {
  const { store, disk } = smallStore((opId) => opId.endsWith('/model'))
  const models = fakeModels((_request, _signal, onUsage) => {
    onUsage(null)
    return { text: 'a long answer' }
  })
  const { rig, told, leave } = await takePart(store, models)
  await rig.ask('go')
  await until(() => disk.refused > 0)
  await rig.host.submit(rig.session, 'stop' as CommandId, { kind: 'run.cancel', runId: null })
  await until(async () => (await ended(rig)) === 'cancelled')
  await until(() => told.length === 2)
  await leave()
  expect(told).toEqual([full, null])
  const billed = (await rig.log()).find(({ event }) => event.kind === 'turn.billed')?.event
  expect(billed).toMatchObject({ usage: { inputTokens: 10 } })
  expect(billed).not.toHaveProperty('isLowerBound')
})

test('what was asked while there was no room comes before the result that waited for it', async () => {
  const { store, disk } = smallStore((opId) => opId.endsWith('/model') || opId === 'cmd/stop')
  const { rig, leave } = await takePart(
    store,
    fakeModels(() => ({ text: 'a long answer' })),
  )
  await rig.ask('go')
  await until(() => disk.refused > 0)
  await rig.host.submit(rig.session, 'stop' as CommandId, { kind: 'run.cancel', runId: null })
  await until(() => disk.refused > 2)
  disk.isFull = false
  await until(async () => (await ended(rig)) === 'cancelled')
  await leave()
})

test('a prompt that cannot be taken in is taken in when there is room', async () => {
  const { store, disk } = smallStore((opId) => opId.startsWith('cmd/ask'))
  const { rig, told, leave } = await takePart(
    store,
    fakeModels(() => ({ text: 'fin' })),
  )
  await rig.ask('go')
  await until(() => disk.refused > 0)
  disk.isFull = false
  await until(async () => (await ended(rig)) === 'completed')
  await leave()
  expect(told).toEqual([full, null])
})

test('who leaves meanwhile leaves, and the next one asks anew', async () => {
  const { store, disk } = smallStore((opId) => opId.endsWith('/model') || opId.startsWith('leaving/'))
  const models = fakeModels(() => ({ text: 'fin' }))
  const { rig, leave } = await takePart(store, models)
  await rig.ask('go')
  await until(() => disk.refused > 0)
  await leave()
  disk.isFull = false
  await rig.drive()
  expect(await ended(rig)).toBe('completed')
  expect(models.requests).toHaveLength(2)
})

test('who does not wait for room fails', async () => {
  const { store } = smallStore((opId) => opId.endsWith('/model'))
  const rig = await openRig(
    store,
    fakeModels(() => ({ text: 'fin' })),
  )
  await rig.ask('go')
  await expect(rig.drive()).rejects.toMatchObject({ code: 'disk-full' })
})

const illnesses: readonly (readonly [string, Error])[] = [
  ['is away', new S3UnreachableError('there', 'why', null)],
  ['refuses', new S3RefusedError('there', 'AccessDenied', null)],
]

describe.each(illnesses)('while what keeps large blobs %s', (_, illness) => {
  const never = new AbortController().signal

  test('an answer is kept in a stretch of a worker, too, and whoever asks is told why nothing moves', async () => {
    const { store, disk } = smallStore((opId) => opId.endsWith('/model'), illness)
    const models = fakeModels(() => ({ text: 'a long answer' }))
    const rig = await openRig(store, models)
    await rig.ask('go')
    const told: (string | null)[] = []
    const stalled = (hindrance: Error | null) => void told.push(hindrance?.message ?? null)
    const stretch = driveStretch(rig.session, rig.ports, never, never, async () => undefined, { stalled })
    await until(() => disk.refused > 0)
    disk.isFull = false
    expect(await stretch).toEqual({ type: 'idle' })
    expect(await ended(rig)).toBe('completed')
    expect(models.requests).toHaveLength(1)
    expect(told).toEqual([illness.message, null])
  })

  test('what a window is made of is waited for, and the run does not fail of it', async () => {
    const store = openMemoryStore()
    const rig = await openRig(
      store,
      fakeModels(() => ({ text: 'an answer' })),
    )
    await rig.ask('go')
    const { get } = store.blobs
    let refused = 0
    store.blobs.get = (ref) => (++refused <= 1 ? Promise.reject(illness) : get.call(store.blobs, ref))
    const told: (string | null)[] = []
    await rig.host.drive(rig.session, never, { stalled: (hindrance) => void told.push(hindrance?.message ?? null) })
    expect(await ended(rig)).toBe('completed')
    expect(told).toEqual([illness.message, null])
  })

  test("what a tool reads is waited for, and a person's command is not lost of what it reads", async () => {
    const store = openMemoryStore()
    const { get } = store.blobs
    let isIll = false
    store.blobs.get = (ref) => {
      if (!isIll) return get.call(store.blobs, ref)
      isIll = false
      return Promise.reject(illness)
    }
    const look = fakeTool('look', 'pure', async () => ({ outcome: 'ok', text: 'seen' }))
    const models = fakeModels(({ items }) => {
      isIll = true
      return items.length > 1 ? { text: 'fin' } : { calls: [{ name: 'look' }] }
    })
    const shell = { run: async () => ({ outcome: 'ok', text: 'done' }) as const }
    const rig = await openRig(store, models, [look], { shell })
    await rig.ask('go')
    await rig.drive()
    const outcomes = async (kind: string) =>
      (await rig.log()).flatMap(({ event }) => (event.kind === kind && 'outcome' in event ? event.outcome : []))
    expect(await outcomes('tool.finished')).toEqual(['ok'])
    isIll = true
    await rig.shell('ls')
    await rig.drive()
    expect(await outcomes('shell.finished')).toEqual(['ok'])
  })
})
