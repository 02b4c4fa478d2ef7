import { expect, test } from 'vitest'
import type { InputImage } from '../../../core/ports/model.ts'
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
  const submit = async (id: string, prompt: string, images: readonly InputImage[] = [], head?: number) =>
    submitRun(
      {
        ...{ session: rig.session, commandId: id as CommandId, api: 'openai-responses' },
        ...{ prompt, images, limits: noLimits, head: head ?? (await rig.log()).length },
      },
      store,
      { host: rig.host, models, stage: openStage(store.blobs, hashBlob) },
    )
  return { rig, submit }
}

test('a run is told of from where the log stood before the session was opened for it, whatever was taken in since', async () => {
  const { rig, submit } = await desk()
  expect(await rig.log()).not.toEqual([])
  expect(await submit('a', 'do it', [], 0)).toEqual({ after: 0, repeated: false })
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

test('an image is measured and kept apart, its bytes are in the item and not in the log', async () => {
  const { rig, submit } = await desk()
  const image: InputImage = { type: 'image/png', base64: 'iVBORw0KGgo=' }
  await submit('a', 'what is this?', [image])
  await rig.drive()
  const log = await rig.log()
  const input = log.flatMap(({ event }) => (event.kind === 'run.requested' ? [event.input] : []))[0]
  expect(input?.imageBytes).toBe(image.base64.length)
  expect(input?.sizeBytes).toBeGreaterThan(image.base64.length)
  expect(JSON.stringify(log)).not.toContain(image.base64)
})

test('the same id with another image is refused', async () => {
  const { rig, submit } = await desk()
  await submit('a', 'what is this?', [{ type: 'image/png', base64: 'AAAA' }])
  await rig.drive()
  const other = submit('a', 'what is this?', [{ type: 'image/png', base64: 'AAAB' }])
  await expect(other).rejects.toThrow(expect.objectContaining({ code: 'usage' }))
})
