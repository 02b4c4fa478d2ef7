import { randomUUID } from 'node:crypto'
import { openAiResponsesFormat } from '../../core/models/openai-responses/format.ts'
import type { CommandId, SessionId } from '../../core/values/ids.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import { modelOf } from '../../test/support/cli.ts'
import type { BenchServer } from './stack.ts'

/** Many sessions of one person, like one that the CLI has made. */
export interface Crowd {
  /** Makes a session and asks it something; resolves when the gateway has accepted that. */
  open(session: SessionId): Promise<void>
  ask(session: SessionId): Promise<void>
}

/** Makes one session as people do, and more of the same kind without a process for each. */
export async function openCrowd({ desk, store, host }: BenchServer): Promise<Crowd> {
  const ran = await desk.run(['run', 'hello', '-q', '-m', modelOf['openai-responses'], '--session-id', 'pattern'])
  if (ran.code !== 0) throw new Error(`exit ${ran.code}\n${ran.stderr}`)
  const log = await store.log.read('pattern' as SessionId, 0)
  const created = log.map(({ event }) => event).find((event) => event.kind === 'session.created')
  const asked = log.map(({ event }) => event).find((event) => event.kind === 'run.requested')
  if (created === undefined || asked === undefined) throw new Error('the log of the pattern is not whole')
  const { limits } = asked
  const ask = async (session: SessionId) => {
    const bytes = new TextEncoder().encode(JSON.stringify(openAiResponsesFormat.userItem(`work for ${session}`)))
    const staged = { ref: hashBlob(bytes), bytes }
    const input = { kind: 'user', ref: staged.ref, sizeBytes: bytes.byteLength } as const
    await host.submit(session, randomUUID() as CommandId, { kind: 'run.request', input, limits }, [staged])
  }
  return {
    ask,
    open: async (session) => {
      const about = { name: null, directory: '/crowd', model: modelOf['openai-responses'], title: session }
      await store.sessions.create({ id: session, ...about, createdAt: Date.now() })
      await host.submit(session, 'create' as CommandId, { ...created, kind: 'session.create' }, [])
      await ask(session)
    },
  }
}
