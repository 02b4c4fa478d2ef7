import { expect, onTestFinished, test, vi } from 'vitest'
import { keepDriving } from '../../../core/host/index.ts'
import type { StoredEntry } from '../../../core/log/entry.ts'
import type { Delta } from '../../../core/ports/deltas.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { hashBlob } from '../../../core/store/hash-blob.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import type { Tenant } from '../../../remote/postgres/tenant.ts'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemoteHost } from '../../../remote/client/open-remote-host.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { fakeFormat, fakeModels, type FakeAnswer } from '../../support/fake-model.ts'
import { openRig, type Rig } from '../../support/host-rig.ts'
import { noLimits } from '../../support/simulator.ts'
import { openGatewayRig, ours } from '../gateway/gateway-rig.ts'
import { openCuttingProxy } from './cutting-proxy.ts'
import { waitFor } from '../../support/wait-for.ts'

/** A session that a host behind a gateway drives whenever it is woken, and the host on this side. */
async function openBoth(
  answer: () => FakeAnswer | Promise<FakeAnswer> = () => ({ text: 'done' }),
  wake = async (rig: Rig): Promise<unknown> => rig.drive(),
) {
  const store = openMemoryStore()
  const rig = await openRig(store, fakeModels(answer))
  const gatewayRig = await openGatewayRig({
    storeOf: () => store,
    deltasOf: () => rig.ports.deltas,
    wake: () => Promise.resolve(void wake(rig)),
  })
  const proxy = await openCuttingProxy(gatewayRig.gateway.port)
  const remote = await connectRemote({ url: proxy.url, key: ours })
  onTestFinished(() => remote.close())
  const clientStore = openRemoteStore(remote)
  return { rig, proxy, store, gatewayRig, clientStore, host: openRemoteHost(remote, clientStore) }
}

async function ask({ host, rig }: { host: Rig['host']; rig: Rig }, name: string): Promise<CommandId> {
  const bytes = new TextEncoder().encode(JSON.stringify(fakeFormat.userItem(name)))
  const ref = hashBlob(bytes)
  const id = name as CommandId
  const input = { kind: 'user' as const, ref, sizeBytes: bytes.byteLength }
  await host.submit(rig.session, id, { kind: 'run.request', input, limits: noLimits }, [{ ref, bytes }])
  return id
}

/** Follows until a run has ended. */
async function untilFinished(entries: AsyncIterable<StoredEntry>): Promise<readonly StoredEntry[]> {
  const seen: StoredEntry[] = []
  for await (const entry of entries) {
    seen.push(entry)
    if (entry.event.kind === 'run.finished') break
  }
  return seen
}

const never = new AbortController().signal

test('a prompt is worked on behind the gateway, and seen from here as it would be there', async () => {
  const both = await openBoth()
  const { host, rig } = both
  const deltas: Delta[] = []
  const stop = host.deltas(rig.session, (delta) => deltas.push(delta))
  await waitFor(() => expect(both.proxy.opened()).toBeGreaterThan(1))
  const id = await ask(both, 'hello')
  expect(await host.settled(rig.session, id, never)).toEqual({ status: 'accepted' })
  const seen = await untilFinished(host.follow(rig.session, 0, never))
  expect(seen).toEqual(await rig.log())
  expect(await host.drive(rig.session, never)).toMatchObject({ type: 'held' })
  await waitFor(async () => expect(await host.state(rig.session)).toEqual(await rig.host.state(rig.session)))
  expect([await host.wantsDriver(rig.session), await host.holder(rig.session)]).toEqual([false, null])
  stop()
})

test('deltas come while the model answers, and who drives is known', async () => {
  const may = Promise.withResolvers<FakeAnswer>()
  const both = await openBoth(() => may.promise)
  const { host, rig } = both
  const texts: string[] = []
  onTestFinished(host.deltas(rig.session, ({ part }) => texts.push(part.type === 'text' ? part.text : '')))
  await ask(both, 'hello')
  await waitFor(async () =>
    expect(await host.holder(rig.session)).toMatchObject({ isLiving: true, owner: rig.host.owner }),
  )
  rig.ports.deltas.publish(rig.session, { opId: 'x' as never, attempt: 1, n: 0, part: { type: 'text', text: 'wo' } })
  await waitFor(() => expect(texts).toContain('wo'))
  may.resolve({ text: 'word' })
  await waitFor(() => expect(texts).toContain('word'))
})

test('waiting for what is not decided ends with the signal, and so does driving', async () => {
  const both = await openBoth(undefined, () => Promise.resolve())
  const { host, rig, store } = both
  await store.inbox.submit(rig.session, { id: 'late' as CommandId, command: { kind: 'context.compact' } }, [])
  const leaving = new AbortController()
  const waiting = Promise.all([
    host.settled(rig.session, 'late' as CommandId, leaving.signal),
    host.drive(rig.session, leaving.signal),
  ])
  await waitFor(() => expect(both.proxy.opened()).toBeGreaterThan(1))
  leaving.abort()
  const [, end] = await waiting
  expect(end).toEqual({ type: 'stopped' })
  await expect(host.settled(rig.session, 'unknown' as CommandId, never)).rejects.toThrow('never submitted')
})

test('waiting ends with the reason where workers cannot go on', async () => {
  const { host, rig, gatewayRig } = await openBoth(undefined, () => Promise.resolve())
  gatewayRig.troubles.set('ours' as Tenant, { code: 'blob-corrupt', message: 'a blob is corrupt' })
  const id = await ask({ host, rig }, 'stuck')
  const stuck = { code: 'blob-corrupt', message: expect.stringMatching(/cannot go on .*: a blob is corrupt$/) }
  await expect(host.settled(rig.session, id, never)).rejects.toMatchObject(stuck)
  await expect(host.drive(rig.session, never)).rejects.toMatchObject(stuck)
})

test(
  'who takes part in a run hears that workers cannot go on with it, however long after it was taken',
  { timeout: 30_000 },
  async () => {
    const { host, rig, gatewayRig } = await openBoth(undefined, () => Promise.resolve())
    const end = new AbortController()
    onTestFinished(() => end.abort())
    const taking = keepDriving(host, rig.session, end.signal)
    gatewayRig.troubles.set('ours' as Tenant, { code: 'sealed-key', message: 'the wrong master key' })
    await expect(taking).rejects.toMatchObject({ code: 'sealed-key' })
    gatewayRig.troubles.clear()
    const leaving = keepDriving(host, rig.session, end.signal)
    end.abort()
    await leaving
  },
)

test('following ends with the signal, after what is durable by then', async () => {
  const { host, rig } = await openBoth()
  const leaving = new AbortController()
  leaving.abort()
  const seen: StoredEntry[] = []
  for await (const entry of host.follow(rig.session, 0, leaving.signal)) seen.push(entry)
  expect(seen).toEqual(await rig.log())
})

test('what was handed out before the signal is not handed out again', async () => {
  const { host, rig } = await openBoth()
  const leaving = new AbortController()
  const log = await rig.log()
  const seen: StoredEntry[] = []
  for await (const entry of host.follow(rig.session, 0, leaving.signal)) {
    seen.push(entry)
    if (seen.length === log.length) leaving.abort()
  }
  expect(seen).toEqual(log)
})

test('over a network that breaks again and again every entry comes once and in order', async () => {
  const both = await openBoth()
  const { host, rig, proxy, gatewayRig } = both
  proxy.cutAfter(3_000)
  const runs = 12
  const following = (async () => {
    const seen: StoredEntry[] = []
    let ended = 0
    for await (const entry of host.follow(rig.session, 0, never)) {
      seen.push(entry)
      if (entry.event.kind === 'run.finished') ended += 1
      if (ended === runs) break
    }
    return seen
  })()
  for (let run = 1; run <= runs; run++) {
    await rig.ask(`prompt ${run}`)
    await rig.drive()
    if (run % 3 === 0) proxy.cut()
  }
  const seen = await following
  expect(seen).toEqual(await rig.log())
  expect(proxy.opened()).toBeGreaterThan(3)
  expect(gatewayRig.failures).toEqual([])
})

test('a watcher is called after the connection broke: something may have been missed', async () => {
  const { host, rig, proxy } = await openBoth()
  const changed = vi.fn()
  onTestFinished(host.watch(rig.session, changed))
  await waitFor(() => expect(changed).toHaveBeenCalled())
  proxy.refuse(true)
  proxy.cut()
  await rig.ask('unseen')
  changed.mockClear()
  proxy.refuse(false)
  await waitFor(() => expect(changed).toHaveBeenCalled())
})

test('following ends with an error where waiting does not help', async () => {
  const { host, rig, gatewayRig, proxy } = await openBoth()
  const following = untilFinished(host.follow(rig.session, 0, never))
  const failed = expect(following).rejects.toMatchObject({ code: 'remote-key' })
  await waitFor(() => expect(proxy.opened()).toBeGreaterThan(1))
  gatewayRig.revoke(ours)
  proxy.cut()
  await failed
})

test('following ends with an error when the session is removed, and has never begun where there is none', async () => {
  const { host, rig, store, proxy } = await openBoth()
  const notThere = { code: 'session-not-found', message: expect.stringContaining(`no session ${rig.session} `) }
  const following = untilFinished(host.follow(rig.session, 0, never))
  const failed = expect(following).rejects.toMatchObject(notThere)
  await waitFor(() => expect(proxy.opened()).toBeGreaterThan(1))
  await store.sessions.remove(rig.session)
  proxy.cut()
  await failed
  await expect(untilFinished(host.follow(rig.session, 0, never))).rejects.toMatchObject(notThere)
})
