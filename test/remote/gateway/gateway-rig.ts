import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { openLocalDeltas } from '../../../core/host/index.ts'
import type { Deltas } from '../../../core/ports/deltas.ts'
import type { Store } from '../../../core/ports/store.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import type { GatewayOptions } from '../../../remote/gateway/gateway-options.ts'
import type { KeyHearing } from '../../../remote/gateway/keys.ts'
import type { RpcError } from '../../../remote/gateway/rpc-error.ts'
import { openGateway, type RunningGateway } from '../../../remote/gateway/open-gateway.ts'
import { Attendance } from '../../../remote/postgres/attendance.ts'
import { topicOf } from '../../../remote/postgres/delta-topic.ts'
import type { Trouble } from '../../../remote/postgres/troubles.ts'
import type { Tenant } from '../../../remote/postgres/tenant.ts'

/** A key as long as keys are. */
export function keyOf(name: string): string {
  return `ls_${name.padEnd(10, '0')}_${name.padEnd(43, 'x')}`
}

export const ours = keyOf('ours')
export const theirs = keyOf('theirs')
export const revoked = keyOf('revoked')

/** An answer, whichever it is. */
export interface Answer {
  readonly jsonrpc: string
  readonly id: unknown
  readonly result?: unknown
  readonly error?: RpcError
}

/** A gateway over memory with two tenants, and what tests look at. */
export interface GatewayRig {
  readonly url: string
  readonly gateway: RunningGateway
  /** Of the tenant `ours`. */
  readonly store: Store
  readonly deltas: Deltas
  readonly woken: [Tenant, SessionId][]
  /** Of all sessions of a tenant. */
  readonly troubles: Map<Tenant, Trouble>
  readonly failures: unknown[]
  /** Keys that open something now. */
  readonly keys: Map<string, Tenant>
  /** Takes a key away, and tells of it. */
  revoke(key: string): void
  post(body: string, key?: string | null): Promise<Response>
  call(method: string, params?: unknown, key?: string | null): Promise<Answer>
}

export async function openGatewayRig(options: Partial<GatewayOptions> = {}): Promise<GatewayRig> {
  const keys = new Map([ours, theirs].map((key) => [key, key.split('_')[1]?.replace(/0+$/, '') as Tenant]))
  const stores = new Map<Tenant, Store>()
  const deltas = openLocalDeltas()
  const woken: [Tenant, SessionId][] = []
  const failures: unknown[] = []
  const troubles = new Map<Tenant, Trouble>()
  const hearings = new Set<KeyHearing>()
  const storeOf = (tenant: Tenant) => {
    const store = stores.get(tenant) ?? openMemoryStore()
    stores.set(tenant, store)
    return store
  }
  const gateway = await openGateway(
    {
      keys: {
        find: async (key) => keys.get(key) ?? null,
        watch: (hearing) => {
          hearings.add(hearing)
          return () => void hearings.delete(hearing)
        },
      },
      storeOf,
      deltasOf: () => deltas,
      attendanceOf: alone(),
      commands: async () => 'confined',
      keyedProviders: async (tenant) => (tenant === 'ours' ? ['anthropic'] : []),
      troubleOf: async (tenant) => troubles.get(tenant) ?? null,
      wake: async (...address) => void woken.push(address),
      version: '1.2.3',
      failed: (error) => failures.push(error),
      ...options,
    },
    { port: 0, graceMs: 1_000 },
  )
  onTestFinished(() => gateway.close())
  const url = `http://127.0.0.1:${gateway.port}`
  const post = (body: string, key: string | null = ours) =>
    fetch(`${url}/v1/rpc`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...(key === null ? {} : { Authorization: `Bearer ${key}` }) },
    })
  const call = async (method: string, params: unknown = {}, key: string | null = ours) => {
    const response = await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }), key)
    return (await response.json()) as Answer
  }
  const revoke = (key: string): void => {
    keys.delete(key)
    for (const { revoked } of hearings) revoked(key.split('_')[1] ?? '')
  }
  return { url, gateway, store: storeOf('ours' as Tenant), deltas, woken, troubles, failures, keys, revoke, post, call }
}

/** Attendance of one gateway, or of several by a link. */
export function alone(attendance = new Attendance({ say: () => undefined })): GatewayOptions['attendanceOf'] {
  onTestFinished(() => attendance.close())
  return (tenant) => ({
    join: (session, member) => attendance.join(topicOf(tenant, session), member),
    watch: (session, changed) => attendance.watch(topicOf(tenant, session), changed),
  })
}

/** The answer to a request of which no more than the beginning is sent. */
export async function announce(url: string, method: string, headers: Readonly<Record<string, string>>) {
  const request = httpRequest(url, { method, headers: { Authorization: `Bearer ${ours}`, ...headers } })
  request.write('some')
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const answer = JSON.parse(await text(response)) as Answer
  request.destroy()
  return { status: response.statusCode, answer }
}
