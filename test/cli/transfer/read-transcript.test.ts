import { expect, test } from 'vitest'
import { readTranscript, type TranscriptPart } from '../../../cli/transfer/read-transcript.ts'
import { exportMarkdown } from '../../../cli/transfer/export-markdown.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { hashBlob } from '../../../core/store/hash-blob.ts'
import { fakeFormat, fakeModels } from '../../support/fake-model.ts'
import { fakeTool, openRig, type Rig } from '../../support/host-rig.ts'
import { noLimits } from '../../support/simulator.ts'
import { collect } from './sample.ts'

async function openQueue() {
  const store = openMemoryStore()
  const models = fakeModels(({ items }) => {
    const said = items.findLast((item) => item['role'] === 'user')?.['text']
    if (said === 'first' && items.at(-1)?.['role'] === 'user') return { text: 'on it', calls: [{ name: 'work' }] }
    return { text: `answer to ${String(said)}` }
  })
  // Everything is asked for while the first prompt is worked on.
  const work = fakeTool('work', 'pure', async () => {
    await steer(rig, 'steering')
    await rig.ask('second')
    await rig.ask('third')
    await rig.host.submit(rig.session, 'withdraw' as CommandId, { kind: 'run.cancel', runId: 'r3' })
    return { outcome: 'ok', text: 'worked' }
  })
  const rig: Rig = await openRig(store, models, [work])
  const parts = async () => {
    const summary = (await store.sessions.get(rig.session))!
    return { summary, parts: await collect(readTranscript(summary, store, fakeFormat)) }
  }
  return { rig, parts }
}

function steer(rig: Rig, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(fakeFormat.userItem(text)))
  const ref = hashBlob(bytes)
  const input = { kind: 'user', ref, sizeBytes: bytes.byteLength } as const
  return rig.host.submit(rig.session, 'steer' as CommandId, { kind: 'run.steer', input, limits: noLimits }, [
    { ref, bytes },
  ])
}

const words = (part: TranscriptPart) => {
  if (part.type === 'prompt') return `${part.how} ${part.text}`
  return part.type === 'answer' ? part.text : part.type
}

test('prompts stand where they entered the conversation, and what was withdrawn is not there', async () => {
  const { rig, parts } = await openQueue()
  await rig.ask('first')
  await rig.drive()
  const read = await parts()
  expect(read.parts.map(words)).toEqual([
    ...['note', 'run first', 'on it', 'call', 'steer steering', 'answer to steering', 'end'],
    ...['run second', 'answer to second', 'end'],
  ])
  expect(read.parts[0]).toEqual({ type: 'note', text: 'the model is test/m' })
  const markdown = (await collect(exportMarkdown(read.summary, stream(read.parts)))).join('')
  expect(markdown).toMatch(
    /## Prompt[^]*> first[^]*## Added[^]*> steering[^]*## Prompt[^]*> second[^]*answer to second/,
  )
  expect(markdown).toMatch(/\n2 runs, /)
})

test('what still waits comes last', async () => {
  const { rig, parts } = await openQueue()
  await rig.ask('other')
  await rig.ask('later')
  await rig.host.drive(rig.session, new AbortController().signal, { until: ({ run }) => run.queued.length > 0 })
  const read = await parts()
  expect(read.parts.map(words).slice(-2)).toEqual(['run other', 'waits later'])
  expect((await collect(exportMarkdown(read.summary, stream(read.parts)))).join('')).toContain('## Waiting, ')
})

async function* stream(parts: readonly TranscriptPart[]) {
  yield* parts
}
