import { expect, test } from 'vitest'
import { ModelError } from '../../../core/ports/model.ts'
import { hashBlob } from '../../../core/store/hash-blob.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import type { Models } from '../../../core/ports/models.ts'
import { openStage } from '../../../core/effects/stage.ts'
import { userInput } from '../../../cli/work/user-input.ts'
import { fakeFormat, fakeModels } from '../../support/fake-model.ts'
import { fakeTool, openRig } from '../../support/host-rig.ts'
import { noLimits } from '../../support/simulator.ts'

const texts = (items: readonly unknown[]) => items.map((item) => (item as { text: string }).text)
const image = { type: 'image/png', base64: 'A'.repeat(100_000) } as const

async function askWithImage(models: Models) {
  const store = openMemoryStore()
  const look = fakeTool('look', 'pure', () => Promise.resolve({ text: 'done', outcome: 'ok' }))
  const rig = await openRig(store, models, [look])
  const stage = openStage(store.blobs, hashBlob)
  const input = userInput('see?', [image], fakeFormat, stage)
  const command = { kind: 'run.request', input, limits: noLimits } as const
  await rig.host.submit(rig.session, 'image' as CommandId, command, stage.staged())
  await rig.drive()
  return rig.host.state(rig.session)
}

test('an input with an image survives a compaction: its bytes are not taken for words', async () => {
  const models = fakeModels(({ items }) => {
    if (texts(items).at(-1)?.includes('summary that you write now') === true) return { text: 'all about it' }
    if (texts(items)[0]?.includes('all about it') === true) return { text: 'fin' }
    return { calls: [{ name: 'look' }], usage: { inputTokens: 900 } }
  })
  const { run, context } = await askWithImage(models)
  expect(run.last?.outcome).toEqual({ type: 'completed' })
  expect(context.items.slice(0, 2)).toMatchObject([{ kind: 'summary' }, { kind: 'user', imageBytes: 100_000 }])
  expect(models.requests.at(-1)?.items[1]).toMatchObject({ images: [image] })
})

test('an image is let go when the window did overflow', async () => {
  const models = fakeModels(({ items, tools }) => {
    if (tools.length === 0) return { text: 'all about it' }
    if (texts(items)[0]?.includes('all about it') === true) return { text: 'fin' }
    throw new ModelError('context-overflow', 'too long', { status: 400, retryable: false, retryAfterMs: null })
  })
  const { run, context } = await askWithImage(models)
  expect(run.last?.outcome).toEqual({ type: 'completed' })
  expect(context.items.map(({ kind }) => kind)).toEqual(['summary', 'assistant'])
})
