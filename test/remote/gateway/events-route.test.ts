import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openLocalDeltas } from '../../../core/host/index.ts'
import type { Delta } from '../../../core/ports/deltas.ts'
import type { OpId } from '../../../core/values/ids.ts'
import { newSession, rename, request, session, withSession } from '../../contract/store-samples.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { openRig } from '../../support/host-rig.ts'
import { openGatewayRig, ours, theirs, type GatewayRig } from './gateway-rig.ts'
import { waitFor } from '../../support/wait-for.ts'

/** Reads a stream as it comes. */
async function listen(rig: GatewayRig, query = '', headers: Record<string, string> = {}, key = ours) {
  const gone = new AbortController()
  onTestFinished(() => gone.abort())
  const response = await fetch(`${rig.url}/v1/sessions/${session}/events${query}`, {
    headers: { Authorization: `Bearer ${key}`, ...headers },
    signal: gone.signal,
  })
  const heard = { text: '', isOver: false }
  const reading = (async () => {
    for await (const piece of response.ok ? (response.body ?? []) : []) heard.text += Buffer.from(piece).toString()
  })().catch(() => undefined)
  void reading.then(() => (heard.isOver = true))
  const seqs = () => [...heard.text.matchAll(/^id: (\d+)$/gm)].map(([, seq]) => Number(seq))
  return { response, heard, seqs, stop: () => gone.abort() }
}

const delta = (n: number, text = 'word '): Delta => ({
  opId: 'r1/t1/model' as OpId,
  attempt: 1,
  n,
  part: { type: 'text', text },
})

async function append(rig: GatewayRig, ...opIds: readonly string[]) {
  for (const opId of opIds) await rig.store.log.append(request(opId))
}

async function rigWithSession(options = {}) {
  const rig = await openGatewayRig(options)
  await withSession(rig.store)
  return rig
}

/** A session that is driven, whose model does not answer. */
async function rigInMidRun() {
  const rig = await openGatewayRig()
  const asked = Promise.withResolvers<undefined>()
  const models = fakeModels((_, signal) => {
    asked.resolve(undefined)
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
  })
  const { host, ask } = await openRig(rig.store, models, [], { session })
  await ask('think for ever')
  const stop = new AbortController()
  const driving = host.drive(session, stop.signal)
  await asked.promise
  return {
    rig,
    /** Nobody drives any more, and the run is where it was. */
    leave: async () => {
      stop.abort()
      await driving
    },
  }
}

test('entries that are there and those to come are told, each once with its seq as id', async () => {
  const rig = await rigWithSession()
  await append(rig, 'a', 'b')
  const { response, heard, seqs } = await listen(rig)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  await waitFor(() => expect(seqs()).toEqual([1, 2]))
  await append(rig, 'c')
  await waitFor(() => expect(seqs()).toEqual([1, 2, 3]))
  const data = heard.text.match(/^data: .*"opId":"c".*$/m)?.[0] ?? ''
  expect(JSON.parse(data.slice(6))).toEqual((await rig.store.log.read(session, 2))[0])
})

test.each([
  ['?after=2', {}],
  ['', { 'Last-Event-ID': '2' }],
  ['?after=0', { 'Last-Event-ID': '2' }],
])('a client that has some goes on behind them: %s %o', async (query, headers) => {
  const rig = await rigWithSession()
  await append(rig, 'a', 'b', 'c', 'd')
  const { seqs } = await listen(rig, query, headers)
  await waitFor(() => expect(seqs()).toEqual([3, 4]))
})

test.each(['?after=x', '?after=-1', '?after=1e99'])('%s is no place in a log', async (query) => {
  const rig = await rigWithSession()
  expect((await listen(rig, query)).response.status).toBe(400)
})

test('more than a page of entries comes whole and in order', async () => {
  const rig = await rigWithSession()
  await append(rig, ...Array.from({ length: 450 }, (_, index) => `op${index}`))
  const { seqs } = await listen(rig)
  await waitFor(() => expect(seqs()).toHaveLength(450))
  expect(seqs()).toEqual(Array.from({ length: 450 }, (_, index) => index + 1))
})

test('deltas are told, and what changed without an entry', async () => {
  const rig = await rigWithSession()
  const { heard } = await listen(rig, '?entries=no')
  await waitFor(() => expect(heard.text).toContain('event: changed'))
  rig.deltas.publish(session, delta(0))
  await waitFor(() => expect(heard.text).toContain(`event: delta\ndata: ${JSON.stringify(delta(0))}\n\n`))
  const before = heard.text.length
  await rig.store.inbox.submit(session, rename('a'), [])
  await waitFor(() => expect(heard.text.slice(before)).toContain('event: changed'))
  await append(rig, 'a')
  await waitFor(() => expect(heard.text.slice(before).match(/event: changed/g)?.length).toBeGreaterThan(1))
  expect(heard.text).not.toContain('event: entry')
})

test("a session that does not exist is answered 404 at once, and another tenant's like it", async () => {
  const rig = await rigWithSession()
  await append(rig, 'a')
  const answerTo = async (key: string) => {
    const { response } = await listen(rig, '', { 'X-Request-Id': 'same' }, key)
    return [response.status, await response.json()] as const
  }
  const stranger = await answerTo(theirs)
  expect(stranger).toMatchObject([404, { error: { data: { code: 'session-not-found' } } }])
  await rig.store.sessions.remove(session)
  expect(await answerTo(ours)).toEqual(stranger)
  expect(rig.failures).toEqual([])
})

test('a stream ends when its session is removed, and is not to be had again', async () => {
  const rig = await rigWithSession({ keepAliveMs: 20 })
  const { heard } = await listen(rig)
  await append(rig, 'a')
  await waitFor(() => expect(heard.text.match(/^: /gm)?.length).toBeGreaterThan(2))
  expect(heard.isOver).toBe(false)
  await rig.store.sessions.remove(session)
  await waitFor(() => expect(heard.isOver).toBe(true))
  expect((await listen(rig, '?after=1')).response.status).toBe(404)
})

test('a database that says nothing is said to, and no stream is open', async () => {
  const rig = await rigWithSession({ answerMs: 50 })
  vi.spyOn(rig.store.sessions, 'get').mockReturnValue(new Promise(() => undefined))
  const { response } = await listen(rig)
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
  expect(await response.json()).toMatchObject({ error: { data: { code: 'store-silent' } } })
})

test('a quiet stream shows that it lives, and ends when its key is revoked', async () => {
  const rig = await rigWithSession({ keepAliveMs: 20 })
  const { heard } = await listen(rig)
  await waitFor(() => expect(heard.text.match(/^: /gm)?.length).toBeGreaterThan(2))
  rig.keys.delete(ours)
  await waitFor(() => expect(heard.isOver).toBe(true))
})

test('the streams of a key that is revoked end at once, those of others go on; it opens nothing any more', async () => {
  const rig = await rigWithSession()
  await rig.call('sessions.create', { session: newSession() }, theirs)
  const [own, stranger] = [await listen(rig), await listen(rig, '', {}, theirs)]
  await rig.call('info')
  rig.revoke(ours)
  await waitFor(() => expect(own.heard.isOver).toBe(true))
  expect((await rig.call('info')).error?.data.code).toBe('unauthorized')
  expect(stranger.heard.isOver).toBe(false)
})

test('a closing gateway ends its streams and lets a request finish', async () => {
  let finish: () => void = () => undefined
  const rig = await rigWithSession({ wake: () => new Promise<void>((resolve) => (finish = resolve)) })
  const { heard } = await listen(rig)
  const submitting = rig.call('inbox.submit', { session, ...rename('a'), blobs: [] })
  await waitFor(async () => expect(await rig.store.inbox.pending(session)).toHaveLength(1))
  const closing = rig.gateway.close()
  await waitFor(() => expect(heard.isOver).toBe(true))
  finish()
  expect(await submitting).toMatchObject({ result: null })
  await closing
})

test('a command that was stored and never told of is told of when somebody listens', async () => {
  const rig = await rigWithSession()
  await rig.store.inbox.submit(session, rename('a'), [])
  await listen(rig)
  await waitFor(() => expect(rig.woken).toEqual([['ours', session]]))
})

test('whoever attaches has a session woken in the middle of a run that nobody drives, and not one that is driven', async () => {
  const { rig, leave } = await rigInMidRun()
  const first = await listen(rig)
  await waitFor(() => expect(first.seqs().length).toBeGreaterThan(3))
  expect(rig.woken).toEqual([])
  await leave()
  await listen(rig)
  await waitFor(() => expect(rig.woken).toEqual([['ours', session]]))
})

test('many that attach to a run that nobody drives have it folded once, and woken', async () => {
  const { rig, leave } = await rigInMidRun()
  await leave()
  const reads = [vi.spyOn(rig.store.log, 'read').mockClear(), vi.spyOn(rig.store.checkpoints, 'load').mockClear()]
  const pending = vi.spyOn(rig.store.inbox, 'pending').mockClear()
  // What is told of entries would read the log, too.
  await Promise.all(Array.from({ length: 20 }, () => listen(rig, '?entries=no')))
  for (let n = 0; n < 5; n++) {
    const before = rig.woken.length
    await listen(rig, '?entries=no')
    await waitFor(() => expect(rig.woken.length).toBeGreaterThan(before))
  }
  const [entries = 0, checkpoints = 0] = reads.map(({ mock }) => mock.calls.length)
  expect(checkpoints).toBe(1)
  // The first one reads what is behind the checkpoint, too.
  expect(entries).toBe(pending.mock.calls.length + 1)
})

test('a client that does not read costs a bounded queue, and slows nobody', async () => {
  const rig = await rigWithSession()
  let listeners = 0
  const subscribed = vi.spyOn(rig.deltas, 'subscribe').mockImplementation((...given) => {
    listeners += 1
    const stop = openLocalDeltas().subscribe(...given)
    receivers.push(given[1])
    return () => {
      listeners -= 1
      stop()
    }
  })
  const receivers: ((delta: Delta) => void)[] = []
  const stalled = connect(rig.gateway.port, '127.0.0.1').pause()
  onTestFinished(() => void stalled.destroy())
  stalled.write(`GET /v1/sessions/${session}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ours}\r\n\r\n`)
  await waitFor(() => expect(receivers).toHaveLength(1))
  // More than the system takes for a socket, then more than the queue.
  for (let n = 0; n < 400 && listeners > 0; n++) {
    receivers[0]?.(delta(n, 'x'.repeat(100_000)))
    await new Promise(setImmediate)
  }
  expect(listeners).toBe(0)
  const { seqs } = await listen(rig, '?deltas=no')
  await append(rig, 'a')
  await waitFor(() => expect(seqs()).toEqual([1]))
  stalled.resume()
  await waitFor(() => expect(listeners).toBe(1))
  expect(subscribed).toHaveBeenCalledTimes(2)
})

test('a client that reads nothing while 10,000 entries and as many deltas pass keeps little of them in memory', async () => {
  const sockets: Socket[] = []
  const opened = ({ socket }: { readonly socket: Socket }) => sockets.push(socket)
  subscribe('net.server.socket', opened as never)
  onTestFinished(() => void unsubscribe('net.server.socket', opened as never))
  const rig = await rigWithSession()
  const read = vi.spyOn(rig.store.log, 'read')
  const stalled = connect(rig.gateway.port, '127.0.0.1').pause()
  onTestFinished(() => void stalled.destroy())
  stalled.write(`GET /v1/sessions/${session}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ours}\r\n\r\n`)
  await waitFor(() => expect(read).toHaveBeenCalled())
  const [served] = sockets
  const name = 'x'.repeat(5_000)
  const other = await listen(rig, '?deltas=no')
  for (let n = 0; n < 10_000; n++) {
    rig.deltas.publish(session, delta(n, name))
    await rig.store.log.append(request(`op${n}`, { events: [{ kind: 'session.renamed', name }] }))
  }
  // One that reads has it all, whoever stalls beside it.
  await waitFor(() => expect(other.seqs()).toHaveLength(10_000))
  const passed = 2 * 10_000 * name.length
  const given = (served?.bytesWritten ?? passed) - (served?.writableLength ?? 0)
  expect(given).toBeLessThan(passed / 4)
  // A page of entries, and what waits of the deltas.
  expect(served?.writableLength).toBeLessThan(6_000_000)
  stalled.destroy()
}, 60_000)

test('a client that goes is listened for no longer', async () => {
  const rig = await rigWithSession()
  const unsubscribed = vi.fn()
  vi.spyOn(rig.deltas, 'subscribe').mockReturnValue(unsubscribed)
  const { heard, stop } = await listen(rig)
  await waitFor(() => expect(heard.text).toContain('event: changed'))
  stop()
  await waitFor(() => expect(unsubscribed).toHaveBeenCalled())
})
