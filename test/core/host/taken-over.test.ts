import { expect, test } from 'vitest'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { fakeModels, type FakeAnswer } from '../../support/fake-model.ts'
import { fakeTool, openRig } from '../../support/host-rig.ts'

test('a driver that was replaced while its model answered does not run the calls that its successor has begun', async () => {
  const store = openMemoryStore()
  let runs = 0
  const [begun, may] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
  const tool = fakeTool('act', 'opaque', async () => {
    runs += 1
    begun.resolve(undefined)
    await may.promise
    return { outcome: 'ok', text: 'done' }
  })
  const [asked, answer] = [Promise.withResolvers<undefined>(), Promise.withResolvers<FakeAnswer>()]
  const slow = fakeModels(() => {
    asked.resolve(undefined)
    return answer.promise
  })
  const quick = fakeModels(({ items }) =>
    items.some(({ role }) => role === 'tool') ? { text: 'Done.' } : { calls: [{ name: 'act' }] },
  )
  const first = await openRig(store, slow, [tool])
  const second = await openRig(store, quick, [tool], { session: first.session })
  await first.ask('act')
  const replaced = first.drive()
  await asked.promise
  const successor = second.drive()
  await begun.promise
  answer.resolve({ calls: [{ name: 'act' }] })
  expect(await replaced).toEqual({ type: 'lost' })
  may.resolve(undefined)
  expect(await successor).toEqual({ type: 'idle' })
  expect(runs).toBe(1)
  const outcomes = (await second.log()).flatMap(({ event }) => (event.kind === 'tool.finished' ? event.outcome : []))
  expect(outcomes).toEqual(['ok'])
})

test('a driver that was replaced rejects no command: what it does not know may have begun since', async () => {
  const store = openMemoryStore()
  const asked = [1, 2].map(() => Promise.withResolvers<undefined>())
  const never = fakeModels(({ items }) => {
    asked[items.length > 1 ? 1 : 0]?.resolve(undefined)
    return new Promise<FakeAnswer>(() => undefined)
  })
  const quick = fakeModels(({ items }) => {
    if (items.length === 1) return { text: 'Done.' }
    asked[1]?.resolve(undefined)
    return new Promise<FakeAnswer>(() => undefined)
  })
  const first = await openRig(store, never)
  const second = await openRig(store, quick, [], { session: first.session })
  await first.ask('one')
  const replaced = first.drive()
  await asked[0]?.promise
  await first.ask('two')
  const successor = second.drive()
  await asked[1]?.promise
  const stop = 'stop' as CommandId
  await second.host.submit(second.session, stop, { kind: 'run.cancel', runId: 'r2' })
  await expect.poll(() => store.inbox.status(second.session, stop)).toEqual({ status: 'accepted' })
  expect(await successor).toEqual({ type: 'idle' })
  expect(await replaced).toEqual({ type: 'lost' })
})
