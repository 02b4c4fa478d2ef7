import { expect, test } from 'vitest'
import { openStage } from '../../../core/effects/stage.ts'
import { hashBlob } from '../../../core/store/hash-blob.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { submitRun } from '../../../cli/work/submit-run.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { openRig } from '../../support/host-rig.ts'
import { noLimits } from '../../support/simulator.ts'

const models = fakeModels(() => ({ text: 'hi' }))

async function desk() {
  const store = openMemoryStore()
  const rig = await openRig(store, models)
  const submit = (id: string, prompt: string) =>
    submitRun(
      { session: rig.session, commandId: id as CommandId, api: 'openai-responses', prompt, limits: noLimits },
      store,
      { host: rig.host, models, stage: openStage(store.blobs, hashBlob) },
    )
  return { rig, submit }
}

test('a run is asked for behind what the log already has', async () => {
  const { rig, submit } = await desk()
  const head = (await rig.log()).length
  expect(await submit('a', 'do it')).toEqual({ after: head, repeated: false })
  await rig.drive()
  expect((await rig.log()).filter(({ event }) => event.kind === 'run.requested')).toHaveLength(1)
})

test('asked again under the same id it is the same run, from where it was accepted', async () => {
  const { rig, submit } = await desk()
  const first = await submit('a', 'do it')
  await rig.drive()
  await submit('b', 'something else')
  await rig.drive()
  const head = (await rig.log()).length
  expect(await submit('a', 'do it')).toEqual({ after: first.after, repeated: true })
  await rig.drive()
  expect(await rig.log()).toHaveLength(head)
})

test('asked again before it was accepted it is still the same run', async () => {
  const { rig, submit } = await desk()
  await submit('a', 'do it')
  expect((await submit('a', 'do it')).repeated).toBe(true)
  await rig.drive()
  expect((await rig.log()).filter(({ event }) => event.kind === 'run.requested')).toHaveLength(1)
})

test('the same id with another prompt is refused', async () => {
  const { rig, submit } = await desk()
  await submit('a', 'do it')
  await rig.drive()
  await expect(submit('a', 'do that')).rejects.toThrow(expect.objectContaining({ code: 'usage' }))
})
