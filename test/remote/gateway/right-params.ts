import type { Store } from '../../../core/ports/store.ts'
import { newSession, rename, request, session, staged } from '../../contract/store-samples.ts'
import { openGatewayRig, type GatewayRig } from './gateway-rig.ts'

/** Of the tenant `ours`, in a full gateway. */
export const blob = { ref: staged(5).ref, base64: Buffer.from(staged(5).bytes).toString('base64') }
const entries = [{ seq: 1, at: 1, opId: 'a', event: { kind: 'run.started', runId: 'r1' } }]

/** Parameters that are right of every method, and what the answer of another tenant's gateway to them says of sessions. */
export const right: Readonly<Record<string, { readonly params: object; readonly stranger: unknown }>> = {
  info: { params: {}, stranger: { tenant: 'theirs' } },
  'workers.describe': { params: {}, stranger: { commands: 'confined' } },
  'model-keys.list': { params: {}, stranger: [] },
  'sessions.create': { params: { session: newSession() }, stranger: true },
  'sessions.restore': { params: { session: newSession(), log: { entries, epoch: 0 } }, stranger: true },
  'sessions.get': { params: { session }, stranger: null },
  'sessions.trouble': { params: { session }, stranger: null },
  'sessions.list': { params: { limit: 10 }, stranger: [] },
  'sessions.inputs': { params: { session }, stranger: [] },
  'sessions.rename': { params: { session, name: 'x' }, stranger: 'session-not-found' },
  'sessions.remove': { params: { session }, stranger: null },
  'log.read': { params: { session, after: 0, limit: 10 }, stranger: [] },
  'log.head': { params: { session }, stranger: 0 },
  'inbox.submit': { params: { session, ...rename('b'), blobs: [blob] }, stranger: 'session-not-found' },
  'inbox.status': { params: { session, id: 'a' }, stranger: null },
  'inbox.pending': { params: { session }, stranger: [] },
  'checkpoints.load': { params: { session }, stranger: null },
  'leases.holder': { params: { session }, stranger: { holder: null } },
  'blobs.has': { params: { refs: [blob.ref] }, stranger: [] },
  'blobs.get': { params: { refs: [blob.ref] }, stranger: { blobs: [], left: [] } },
  'blobs.put': { params: { blobs: [blob.base64] }, stranger: [blob.ref] },
}

/** A gateway whose tenant `ours` has everything that a method could show or change. */
export async function fullRig(): Promise<GatewayRig> {
  const rig = await openGatewayRig()
  const { store } = rig
  await store.sessions.create(newSession())
  await store.inbox.submit(session, rename('a'), [staged(5)])
  await store.log.append(request('a'))
  await store.checkpoints.save(session, { seq: 1, version: 1, state: 'ours' })
  await store.leases.acquire(session, { host: 'h', pid: 1, startedAt: '1' }, 1, 1, () => false)
  return rig
}

/** What methods may change. */
export async function traces({ store }: { readonly store: Store }) {
  const [facts, pending, log] = await Promise.all([
    store.sessions.get(session),
    store.inbox.pending(session),
    store.log.read(session, 0),
  ])
  return { facts, pending, log, all: await store.sessions.list() }
}
