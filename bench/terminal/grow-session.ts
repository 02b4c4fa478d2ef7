import { join } from 'node:path'
import { openStage } from '../../core/effects/stage.ts'
import { openHost, openLocalDeltas, systemClock, thisProcess } from '../../core/host/index.ts'
import { formatOf } from '../../core/models/index.ts'
import type { Model, ModelRequest } from '../../core/ports/model.ts'
import type { Models } from '../../core/ports/models.ts'
import type { Toolset } from '../../core/ports/tool.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import { openSqliteStore } from '../../core/store/sqlite/open-sqlite-store.ts'
import type { CommandId, SessionId } from '../../core/values/ids.ts'

/*
 * <session> <turns> <turns a run>: lets a session of this home grow by so many turns, with the real host and store, a model
 * that answers at once and a tool that reads nothing. The last answer is `done <turns>`.
 */
const [name = '', turns = '', perRun = ''] = process.argv.slice(2)
const session = name as SessionId
const store = openSqliteStore({ directory: join(process.env['LIGHTSPEED_HOME'] ?? '', 'data') })
const format = formatOf('openai-responses')
let answered = 0

const answer: Model['generate'] = (request: ModelRequest) => {
  answered += 1
  const isLast = answered % Number(perRun) === 0 || answered === Number(turns)
  const text = isLast ? `done ${answered}` : `Turn ${answered}: let me look at the **next** file.`
  const content = [{ type: 'output_text', text, annotations: [] }]
  const message = { type: 'message', role: 'assistant', id: `msg_${answered}`, status: 'completed', content }
  const args = JSON.stringify({ path: `src/module-${answered}.ts` })
  const call = { type: 'function_call', name: 'read_file', call_id: `call_${answered}`, arguments: args }
  const calls = isLast ? [] : [{ callId: call.call_id, name: call.name, args }]
  return Promise.resolve({
    items: [{ kind: 'assistant', item: message }, ...(isLast ? [] : [{ kind: 'assistant' as const, item: call }])],
    calls,
    stop: isLast ? 'end' : 'tool-calls',
    usage: {
      ...{ inputTokens: request.items.length, cachedInputTokens: request.items.length, cacheWriteTokens: 0 },
      ...{ outputTokens: 20, reasoningTokens: 0 },
    },
    text,
  })
}

const models: Models = {
  open: () => Promise.resolve({ format, generate: answer }),
  format: () => Promise.resolve(format),
  cost: () => 100,
  retryDelay: () => null,
}
const tool = { spec: { name: 'read_file', description: '', input: { type: 'json', schema: {} } }, effectClass: 'pure' }
const toolset = {
  specs: [],
  find: () => tool,
  run: () => Promise.resolve({ outcome: 'ok', text: '1\tone\n2\ttwo\n3\tthree\n' }),
} as unknown as Toolset
const host = openHost({
  ...{ store, models, toolset: () => Promise.resolve(toolset), deltas: openLocalDeltas(), clock: systemClock },
  ...{ hash: hashBlob, owner: thisProcess(), shell: () => Promise.reject(new Error('there is no shell')) },
})
const limits = { turns: null, toolCalls: null, tokens: null, costMicroUsd: null, wallClockMs: null }
for (let run = 1; answered < Number(turns); run++) {
  const stage = openStage(store.blobs, hashBlob)
  const input = { kind: 'user' as const, ...stage.putJson(format.userItem(`Task ${run}: read some files.`)) }
  await host.submit(session, `grow-${run}` as CommandId, { kind: 'run.request', input, limits }, stage.staged())
  await host.drive(session, new AbortController().signal)
}
await store.close()
