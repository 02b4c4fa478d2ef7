import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { StoredEntry } from '../../../core/log/entry.ts'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemoteHost } from '../../../remote/client/open-remote-host.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { openGateway, type RunningGateway } from '../../../remote/gateway/open-gateway.ts'
import { openPostgres, type Postgres } from '../../../remote/postgres/open-postgres.ts'
import { tenant, type Tenant } from '../../../remote/postgres/tenant.ts'
import { openS3, type S3 } from '../../../remote/s3/open-s3.ts'
import { storeContract } from '../../contract/store-contract.ts'
import { newSession, request, session } from '../../contract/store-samples.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { openRig } from '../../support/host-rig.ts'
import { freePort } from '../../support/free-port.ts'
import { startPostgres } from '../../support/postgres.ts'
import { s3Program, s3Suffix, startS3, type S3Server } from '../../support/s3-server.ts'
import { withWorkers } from './workers-store.ts'
import { waitFor } from '../../support/wait-for.ts'

const postgresServer = startPostgres()

describe.skipIf(s3Program === null)(`a gateway over real servers${s3Suffix}`, () => {
  let [postgres, s3Server, s3, gateway, url]: [Postgres?, S3Server?, S3?, RunningGateway?, string?] = []
  let tenants = 0
  const woken: string[] = []

  const storeOf = (name: Tenant) => {
    if (postgres === undefined || s3 === undefined) throw new Error('the servers are not open')
    return postgres.store(name, s3.blobs(name))
  }
  const open = (port: number): Promise<RunningGateway> => {
    if (postgres === undefined) throw new Error('the server is not open')
    const { keys, deltas, attendance, ping } = postgres
    const wake = async (name: Tenant, id: string) => void woken.push(`${name}/${id}`)
    return openGateway(
      {
        keys,
        storeOf,
        deltasOf: deltas,
        attendanceOf: attendance,
        wake,
        isReady: ping,
        troubleOf: async () => null,
        keyedProviders: async () => [],
        commands: async () => null,
        version: '1.2.3',
      },
      { port, graceMs: 500 },
    )
  }
  /** A tenant of its own, with a key. */
  const newTenant = async () => {
    const name = tenant(`t${tenants++}`)
    return { name, key: (await postgres?.keys.create(name, 'test'))?.key ?? '' }
  }

  beforeAll(async () => {
    postgres = await openPostgres({ url: await postgresServer().createDatabase(), migrates: true, connections: 20 })
    s3Server = await startS3()
    s3 = openS3({ ...s3Server, partBytes: 5 * 1024 * 1024 })
    gateway = await open(await freePort())
    url = `http://127.0.0.1:${gateway.port}`
  })
  afterAll(async () => {
    await gateway?.close()
    await postgres?.close()
    s3?.close()
    await s3Server?.stop()
  })

  storeContract('its clients', () => {
    const made = newTenant()
    return async () => {
      const { name, key } = await made
      return withWorkers(openRemoteStore(await connectRemote({ url: url ?? '', key })), storeOf(name))
    }
  })

  test('the gateway is ready while the database is there', async () => {
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const away = openPostgres({ url: await postgresServer().createDatabase(), migrates: true })
    await (await away).close()
    await expect((await away).ping()).rejects.toThrow()
  })

  test('it is not while the database is down, and is again when it is back; it lives all the while', async () => {
    const ready = async () => (await fetch(`${url}/readyz`)).status
    const crashing = postgresServer().crash()
    await waitFor(async () => expect(await ready()).toBe(503))
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    await crashing
    await waitFor(async () => expect(await ready()).toBe(200))
  })

  test('a key that is revoked opens nothing any more', async () => {
    const { name, key } = await newTenant()
    const remote = await connectRemote({ url: url ?? '', key })
    expect(remote.info.tenant).toBe(name)
    for (const { id } of (await postgres?.keys.list(name)) ?? []) await postgres?.keys.revoke(name, id)
    await waitFor(() => expect(remote.rpc('info', {})).rejects.toMatchObject({ code: 'remote-key' }))
  })

  test('two clients, one early and one late, see one run alike, its deltas from the start', async () => {
    const { name, key } = await newTenant()
    const answer = Promise.withResolvers<{ text: string }>()
    const models = fakeModels(() => answer.promise)
    const rig = await openRig(storeOf(name), models)
    const worker = postgres?.deltas(name)
    const op = { opId: 'r1/t1/model' as never, attempt: 1 }
    const attach = async () => {
      const remote = await connectRemote({ url: url ?? '', key })
      onTestFinished(() => remote.close())
      const host = openRemoteHost(remote, openRemoteStore(remote))
      const seen: StoredEntry[] = []
      let text = ''
      host.deltas(rig.session, ({ n, part }) => {
        const piece = part.type === 'text' ? part.text : ''
        text = n === 0 ? piece : text + piece
      })
      const leaving = new AbortController()
      onTestFinished(() => leaving.abort())
      void (async () => {
        for await (const entry of host.follow(rig.session, 0, leaving.signal)) seen.push(entry)
      })()
      return { host, seen, text: () => text }
    }
    const early = await attach()
    await rig.ask('hello')
    const driving = rig.drive()
    for (let n = 0; n < 5; n++) worker?.publish(rig.session, { ...op, n, part: { type: 'text', text: `w${n} ` } })
    await waitFor(() => expect(early.text()).toBe('w0 w1 w2 w3 w4 '))
    const late = await attach()
    await waitFor(() => expect(late.text()).toBe('w0 w1 w2 w3 w4 '))
    expect(await late.host.holder(rig.session)).toMatchObject({ isLiving: true })
    answer.resolve({ text: 'done' })
    await driving
    const log = await rig.log()
    await waitFor(() => expect([early.seen, late.seen]).toEqual([log, log]))
  })

  test('a gateway that is closed and opened again, some times, leaves no gap at a client', async () => {
    const { name, key } = await newTenant()
    const port = await freePort()
    let own = await open(port)
    onTestFinished(() => own.close())
    const remote = await connectRemote({ url: `http://127.0.0.1:${port}`, key })
    const store = storeOf(name)
    await store.sessions.create(newSession())
    const seqs: number[] = []
    const leaving = new AbortController()
    const following = (async () => {
      for await (const { seq } of openRemoteHost(remote, openRemoteStore(remote)).follow(session, 0, leaving.signal))
        seqs.push(seq)
    })()
    let appended = 0
    for (let round = 0; round < 5; round++) {
      for (let count = 0; count < 20; count++) await store.log.append(request(`op${appended++}`))
      await own.close()
      await store.log.append(request(`op${appended++}`))
      own = await open(port)
    }
    await waitFor(() => expect(seqs).toHaveLength(appended))
    leaving.abort()
    await following
    expect(seqs).toEqual(Array.from({ length: appended }, (_, index) => index + 1))
  })
})
