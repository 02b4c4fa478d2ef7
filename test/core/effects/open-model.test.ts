import { expect, test } from 'vitest'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { openRig } from '../../support/host-rig.ts'

test('a model that cannot be opened because of this place leaves the run to whoever drives next', async () => {
  const store = openMemoryStore()
  const models = fakeModels(() => ({ text: 'fin' }))
  const wrongKey = new Error('cannot be opened with this master key')
  const here = { ...models, open: () => Promise.reject(wrongKey) }
  const rig = await openRig(store, here)
  await rig.ask('go')
  await expect(rig.drive()).rejects.toBe(wrongKey)
  expect((await rig.host.state(rig.session)).run).toMatchObject({ active: expect.anything(), last: null })
  const elsewhere = await openRig(store, models, [], { session: rig.session })
  await elsewhere.drive()
  expect((await rig.host.state(rig.session)).run.last?.outcome.type).toBe('completed')
})
