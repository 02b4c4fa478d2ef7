import { expect, test } from 'vitest'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
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
