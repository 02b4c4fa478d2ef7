import { existsSync, readdirSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isGone, thisProcess } from '../../../core/host/index.ts'
import { meetingPlace } from '../../../core/live/meeting-place.ts'
import { openSqliteStore } from '../../../core/store/sqlite/open-sqlite-store.ts'
import type { OpId, SessionId } from '../../../core/values/ids.ts'
import { eventually, op, openLiveRig, session, textOf } from './live-rig.ts'

const nextOp = 'r1/t2/model' as OpId
const sockets = (directory: string) =>
  existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.sock')) : []

test('who joins in the middle of an answer gets all of it, and then what comes', async () => {
  const rig = openLiveRig()
  const driver = await rig.start()
  await driver.ask('drive')
  await driver.ask('publish', { from: 0, count: 500 })
  const client = await rig.start()
  await client.ask('subscribe')
  await eventually(async () => expect((await client.heard())?.text).toBe(textOf(500)))
  await driver.ask('publish', { from: 500, count: 500 })
  await eventually(async () => expect((await client.heard())?.text).toBe(textOf(1000)))
  expect(await client.heard()).toMatchObject({ gaps: 0, begins: 1, next: 1000 })
})

test('what has landed in the log is not handed out any more', async () => {
  const rig = openLiveRig()
  const driver = await rig.start()
  await driver.ask('drive')
  await driver.ask('publish', { from: 0, count: 5 })
  await driver.ask('keep', { opId: nextOp })
  await driver.ask('publish', { opId: nextOp, from: 0, count: 3 })
  const client = await rig.start()
  await client.ask('subscribe')
  await eventually(async () => expect((await client.heard(nextOp))?.text).toBe(textOf(3)))
  expect(await client.heard()).toBeNull()
})

test('a client goes over to the next driver when the first is killed, and is told that the answer begins anew', async () => {
  const rig = openLiveRig()
  const [first, second, client] = await Promise.all([rig.start(), rig.start(), rig.start()])
  await client.ask('subscribe')
  await first.ask('drive')
  await first.ask('publish', { from: 0, count: 100 })
  await eventually(async () => expect((await client.heard())?.next).toBe(100))
  await first.die()
  expect(await second.ask('drive')).toMatchObject({ status: 'acquired', lease: { epoch: 2 } })
  await second.ask('publish', { from: 0, count: 40 })
  await eventually(async () => expect(await client.heard()).toMatchObject({ text: textOf(40), gaps: 0, begins: 2 }))
  expect(sockets(rig.run)).toHaveLength(1)
})

test('a driver that follows hears the one that took over from it', async () => {
  const rig = openLiveRig()
  const [first, second] = await Promise.all([rig.start(), rig.start()])
  await first.ask('subscribe')
  await first.ask('drive')
  await first.ask('publish', { from: 0, count: 10 })
  await eventually(async () => expect((await first.heard())?.next).toBe(10))
  const store = openSqliteStore({ directory: rig.data })
  onTestFinished(() => store.close())
  await store.leases.release(session, 1)
  await second.ask('drive')
  await second.ask('publish', { from: 0, count: 20 })
  await eventually(async () => expect((await first.heard())?.text).toBe(textOf(20)))
})

test('a stopped client costs neither the driver its pace nor anybody memory, and catches up with what is kept', async () => {
  const rig = openLiveRig()
  const [driver, stopped, client] = await Promise.all([rig.start(), rig.start(), rig.start()])
  await driver.ask('drive')
  await Promise.all([stopped.ask('subscribe'), client.ask('subscribe')])
  const flood = (from: number, count: number) => driver.ask('flood', { from, count, chars: 4096 })
  const before = Number(await flood(0, 100))
  await eventually(async () => expect((await stopped.heard())?.next).toBe(100))
  stopped.kill('SIGSTOP')
  const chunks = 20_000
  const after = Number(await flood(100, chunks))
  await eventually(async () => expect((await client.heard())?.next).toBe(100 + chunks))
  expect(after - before, `${before} became ${after}`).toBeLessThan(6 * 1024 * 1024)
  stopped.kill('SIGCONT')
  await eventually(async () => expect((await stopped.heard())?.next).toBe(100 + chunks))
  expect((await stopped.heard())?.gaps).toBeGreaterThan(0)
})

test('two sessions of one process stream apart', async () => {
  const rig = openLiveRig()
  const [driver, one, other] = await Promise.all([rig.start(), rig.start(), rig.start()])
  const second = 'other' as SessionId
  await driver.ask('create', { session: second })
  await Promise.all([driver.ask('drive'), driver.ask('drive', { session: second })])
  await Promise.all([one.ask('subscribe'), other.ask('subscribe', { session: second })])
  await driver.ask('publish', { from: 0, count: 7 })
  await driver.ask('publish', { session: second, from: 0, count: 9 })
  await eventually(async () => expect((await one.heard())?.text).toBe(textOf(7)))
  await eventually(async () => expect(await other.ask('heard', { session: second })).toMatchObject({ text: textOf(9) }))
  expect(await one.ask('heard', { session: second })).toBeNull()
  expect(sockets(rig.run)).toHaveLength(1)
})

test('a home whose path is too long for sockets has them elsewhere', async () => {
  const rig = openLiveRig('a-long-name-of-a-directory-'.repeat(6))
  const [driver, client] = await Promise.all([rig.start(), rig.start()])
  await client.ask('subscribe')
  await driver.ask('drive')
  await driver.ask('publish', { from: 0, count: 5 })
  await eventually(async () => expect((await client.heard())?.text).toBe(textOf(5)))
  expect(sockets(join(rig.root, 'short'))).toHaveLength(1)
})

test('a socket that a dead process left is removed by the next that listens', async () => {
  const rig = openLiveRig()
  const [first, second] = await Promise.all([rig.start(), rig.start()])
  await first.ask('drive')
  await first.ask('publish', { from: 0, count: 5 })
  await eventually(async () => expect(sockets(rig.run)).toHaveLength(1))
  const [left] = sockets(rig.run)
  await first.die()
  await second.ask('drive')
  await second.ask('publish', { from: 0, count: 5 })
  await eventually(async () => {
    expect(sockets(rig.run)).toHaveLength(1)
    expect(sockets(rig.run)).not.toContain(left)
  })
})

test('a driver survives clients that send garbage, or far too much, and serves the others', async () => {
  const rig = openLiveRig()
  const driver = await rig.start()
  await driver.ask('drive')
  await driver.ask('publish', { from: 0, count: 5 })
  await eventually(async () => expect(sockets(rig.run)).toHaveLength(1))
  const path = join(rig.run, sockets(rig.run)[0] ?? '')
  const garbage = [
    'nonsense\n',
    '{"lightspeed":99,"session":"s","have":[]}\n',
    '{"lightspeed":1,"session":"../s","have":[]}\n',
    'x'.repeat(1_000_000),
    Buffer.from([0xff, 0xfe, 0, 10]),
    '{"lightspeed":1,"session":"s","have":[]}\n{"lightspeed":1,"session":"s","have":[]}\n',
  ]
  for (const bytes of garbage) {
    const socket = createConnection(path, () => socket.write(bytes))
    socket.on('error', () => undefined).resume()
    await new Promise<void>((resolve) => socket.on('close', () => resolve()))
  }
  const client = await rig.start()
  await client.ask('subscribe')
  await eventually(async () => expect((await client.heard())?.text).toBe(textOf(5)))
})

test('a client survives a driver that sends garbage, keeps what is sound, and comes back', async () => {
  const rig = openLiveRig()
  const client = await rig.start()
  const store = openSqliteStore({ directory: rig.data })
  onTestFinished(() => store.close())
  const owner = thisProcess()
  const [path = ''] = meetingPlace([rig.run], null).listenAt(owner)
  const hellos: string[] = []
  const delta = (n: number) => `${JSON.stringify({ opId: op, attempt: 1, n, part: { type: 'text', text: `${n} ` } })}\n`
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (bytes) => {
      hellos.push(bytes.toString())
      const noise = ['{"opId":1}\n', '\u0000\n', '[]\nnull\n{"opId":"x","attempt":-1,"n":0,"part":{"type":"text"}}\n']
      socket.write(`${noise.join('')}${delta(hellos.length - 1)}`)
      socket.end(Buffer.from([0xc3, 0x28, 10]))
    })
  })
  server.listen(path)
  onTestFinished(() => void server.close())
  await client.ask('subscribe')
  await store.leases.acquire(session, owner, Date.now(), 600_000, isGone)
  await eventually(async () => expect((await client.heard())?.next).toBeGreaterThanOrEqual(3))
  expect(await client.heard()).toMatchObject({ gaps: 0, begins: 1 })
  // It says how far it has come, so that nothing is sent twice.
  expect(JSON.parse(hellos[2] ?? '')).toEqual({ lightspeed: 1, session: 's', have: [[op, 1, 2]] })
})
