import { expect, test } from 'vitest'
import type { Command } from '../../../core/machine/commands.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import { parseProviders } from '../../../core/models/providers-config.ts'
import { changeModel } from '../../../cli/session/change-model.ts'

const ref = 'sha256:0' as BlobRef
const local = { api: 'openai-chat', baseURL: 'http://127.0.0.1:1', models: ['tiny', 'big'] }
const other = { ...local, api: 'anthropic-messages' }
const providers = parseProviders({ local, other }, 'f')
const current = {
  api: 'openai-chat',
  provider: 'local',
  model: 'tiny',
  effort: 'low',
  dialect: 'plain',
  windowTokens: null,
  instructionsRef: ref,
  toolsRef: ref,
  name: null,
} as const

async function change(model: string | null, effort: 'low' | 'high' | null) {
  const submitted: Command[] = []
  const submit = async (command: Command) => void submitted.push(command)
  const resolved = await changeModel(
    's' as SessionId,
    current,
    { model, effort },
    providers,
    submit,
    async () => undefined,
  )
  return { choice: resolved.choice, submitted }
}

test('without a wish the session stays as it is', async () => {
  const { choice, submitted } = await change(null, null)
  expect(choice).toMatchObject({ provider: 'local', model: 'tiny', effort: 'low' })
  expect(submitted).toEqual([])
})

test('another model or effort is recorded', async () => {
  expect((await change(null, 'high')).submitted).toMatchObject([
    { kind: 'session.configure', model: 'tiny', effort: 'high' },
  ])
  expect((await change('local/big', null)).submitted).toMatchObject([{ model: 'big', effort: null }])
})

test('a model of another API is refused, with what to do', async () => {
  await expect(change('other/tiny', null)).rejects.toThrow(
    /speaks openai-chat and other\/tiny speaks anthropic-messages; start a new session/,
  )
})
