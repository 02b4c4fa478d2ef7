import { setTimeout as wait } from 'node:timers/promises'
import type { SessionId } from '../../core/values/ids.ts'
import { preciseNow } from '../../test/support/mock-provider/record.ts'
import { processCost } from '../support/process-cost.ts'
import { median, percentile } from '../support/stats.ts'
import type { BenchServer } from './stack.ts'

/** The processes that share the machine. */
export type Part = 'worker' | 'gateway' | 'postgres' | 'temporal' | 'clients and provider'

/** What one prompt each, to many sessions at once, came to. */
export interface Wave {
  readonly sessions: number
  readonly wallS: number
  /** From when a prompt was sent to when the provider was asked, ms. */
  readonly medianMs: number
  readonly p95Ms: number
  /** User and system time for each prompt, ms. */
  readonly cpuMs: Readonly<Record<Part, number>>
}

/** How prompts come: so many senders one after the other as fast as they are accepted, or so many a second. */
export type Arrival = { readonly senders: number } | { readonly perSecond: number }

/** Sends a prompt to each session by `ask`, and waits until all are answered. */
export async function runWave(
  server: BenchServer,
  sessions: readonly SessionId[],
  ask: (session: SessionId) => Promise<void>,
  arrival: Arrival = { senders: 64 },
): Promise<Wave> {
  const before = costs(server)
  const first = server.mock.requests.length
  const sentAt = new Map<string, number>()
  const begin = performance.now()
  await arrive(sessions, arrival, async (session) => {
    sentAt.set(session, preciseNow())
    await ask(session)
  })
  const answered = () => server.mock.requests.slice(first).filter(({ lastByteAt }) => lastByteAt !== null)
  while (answered().length < sessions.length) await wait(50)
  const wallS = (performance.now() - begin) / 1_000
  const delays = answered().map(({ session, receivedAt }) => receivedAt - (sentAt.get(session) ?? Number.NaN))
  // What is recorded behind the answer belongs to the turn.
  await wait(1_500)
  const after = costs(server)
  const parts = Object.keys(before) as readonly Part[]
  const cpuMs = Object.fromEntries(parts.map((part) => [part, (after[part] - before[part]) / sessions.length]))
  return {
    ...{ sessions: sessions.length, wallS, medianMs: median(delays), p95Ms: percentile(delays, 0.95) },
    cpuMs: cpuMs as Record<Part, number>,
  }
}

/** Sends to all, in their order. */
async function arrive(
  sessions: readonly SessionId[],
  arrival: Arrival,
  send: (session: SessionId) => Promise<void>,
): Promise<void> {
  if ('perSecond' in arrival) {
    const gapMs = 1_000 / arrival.perSecond
    await Promise.all(sessions.map((session, number) => wait(number * gapMs).then(() => send(session))))
    return
  }
  const queue = sessions.values()
  const sendOn = async () => {
    for (const session of queue) await send(session)
  }
  await Promise.all(Array.from({ length: arrival.senders }, sendOn))
}

function costs({ desk, postgres, temporal }: BenchServer): Record<Part, number> {
  const own = process.cpuUsage()
  return {
    worker: processCost(desk.worker.pid).cpuMs,
    gateway: processCost(desk.gateway.pid).cpuMs,
    postgres: processCost(postgres.pid()).cpuMs,
    temporal: processCost(temporal.pid()).cpuMs,
    'clients and provider': (own.user + own.system) / 1_000,
  }
}
