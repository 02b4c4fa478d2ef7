import { join } from 'node:path'
import { openSqliteStore } from '../../core/store/sqlite/open-sqlite-store.ts'
import type { StoredEntry } from '../../core/log/entry.ts'
import type { Event } from '../../core/machine/events.ts'
import type { CommandId, OpId, RunId, SessionId, TurnId } from '../../core/values/ids.ts'
import type { Store } from '../../core/ports/store.ts'
import { connectRemote } from '../../remote/client/connect-remote.ts'
import { openRemoteStore } from '../../remote/client/open-remote-store.ts'
import type { Desk } from './cli.ts'
import { noLimits } from './simulator.ts'

/** A session to put into a home: what was asked, and what was answered. */
export interface SampleSession {
  readonly id: string
  readonly directory: string
  readonly exchanges: readonly (readonly [prompt: string, answer: string])[]
  readonly name?: string
  /** Ms since the epoch. */
  readonly at?: number
}

/** Writes finished sessions of the demo model where a desk has its own, without running them. */
export async function writeSampleSessions(desk: Desk, samples: readonly SampleSession[]): Promise<void> {
  const store = await storeOf(desk)
  const encoder = new TextEncoder()
  for (const sample of samples) {
    const texts = sample.exchanges.flatMap(([prompt, answer]) => [
      JSON.stringify({ role: 'user', content: prompt }),
      JSON.stringify({ role: 'assistant', content: answer }),
      answer,
    ])
    const bytes = ['be brief', '[]', ...texts].map((text) => encoder.encode(text))
    const refs = await store.blobs.put(bytes)
    const refAt = (index: number) => refs[index] ?? ('' as (typeof refs)[number])
    const entries: StoredEntry[] = []
    const append = (opId: string, ...events: readonly Event[]) => {
      for (const event of events)
        entries.push({ seq: entries.length + 1, at: sample.at ?? Date.now(), opId: opId as OpId, event })
    }
    append('cmd/create', {
      kind: 'session.created',
      api: 'openai-chat',
      provider: 'demo',
      model: 'scripted',
      effort: null,
      dialect: 'plain',
      windowTokens: null,
      instructionsRef: refAt(0),
      toolsRef: refAt(1),
      name: sample.name ?? null,
    })
    for (const index of sample.exchanges.keys()) {
      const ids = { run: `r${index + 1}` as RunId, turn: `t${index + 1}` as TurnId }
      const at = 2 + index * 3
      const size = (offset: number) => bytes[at + offset]?.length ?? 0
      const input = { kind: 'user', ref: refAt(at), sizeBytes: size(0) } as const
      const answer = { kind: 'assistant', ref: refAt(at + 1), sizeBytes: size(1) } as const
      append(
        `cmd/ask${index}`,
        { kind: 'run.requested', runId: ids.run, commandId: `ask${index}` as CommandId, input, limits: noLimits },
        { kind: 'run.started', runId: ids.run },
        { kind: 'turn.started', turnId: ids.turn },
      )
      append(
        `${ids.run}/${ids.turn}/model`,
        {
          kind: 'turn.generated',
          turnId: ids.turn,
          items: [answer],
          calls: [],
          stop: 'end',
          usage: { inputTokens: 100, cachedInputTokens: 50, cacheWriteTokens: 0, outputTokens: 10, reasoningTokens: 0 },
          costMicroUsd: 2500,
          textRef: refAt(at + 2),
          durationMs: 10,
        },
        { kind: 'run.finished', runId: ids.run, outcome: { type: 'completed' } },
      )
    }
    const [first = ['', '']] = sample.exchanges
    await store.sessions.restore(
      {
        id: sample.id as SessionId,
        name: sample.name ?? null,
        directory: sample.directory,
        model: 'demo/scripted',
        title: first[0].split('\n')[0]?.slice(0, 120) ?? '',
        createdAt: sample.at ?? Date.now(),
      },
      { entries, epoch: 1 },
    )
  }
  await store.close()
}

async function storeOf({ home, env }: Desk): Promise<Store> {
  const { LIGHTSPEED_REMOTE: url, LIGHTSPEED_REMOTE_KEY: key } = env
  if (url === undefined || key === undefined) return openSqliteStore({ directory: join(home, 'data') })
  return openRemoteStore(await connectRemote({ url, key }))
}
