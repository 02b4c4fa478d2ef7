import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import pg from 'pg'
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { inlineBlobBytes } from '../../../core/ports/blob-store.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { openS3, type S3 } from '../../../remote/s3/open-s3.ts'
import { storeContract } from '../../contract/store-contract.ts'
import { startPostgres } from '../../support/postgres.ts'
import { s3Program, s3Suffix, startS3, type S3Server } from '../../support/s3-server.ts'

const postgresServer = startPostgres()

describe.skipIf(s3Program === null)(`real servers${s3Suffix}`, () => {
  const servers: { url: string; s3: S3Server | null; bucket: S3 | null } = { url: '', s3: null, bucket: null }
  let tenants = 0

  beforeAll(async () => {
    servers.url = await postgresServer().createDatabase()
    await (await openPostgres({ url: servers.url, migrates: true })).close()
    servers.s3 = await startS3()
    // Small parts, so that the large blobs of the contract are sent in some.
    servers.bucket = openS3({ ...servers.s3, prefix: 'contract/', partBytes: 5 * 1024 * 1024 })
  })
  afterAll(async () => {
    servers.bucket?.close()
    await servers.s3?.stop()
  })

  storeContract('Postgres with large blobs in S3', () => {
    const name = tenant(`t${tenants++}`)
    const connect = async () => {
      const postgres = await openPostgres({ url: servers.url })
      if (servers.bucket === null) throw new Error('the bucket is not open')
      return { ...postgres.store(name, servers.bucket.blobs(name)), close: () => postgres.close() }
    }
    return Object.assign(connect, { damage: (ref: BlobRef) => damage(ref, name) })
  })

  /** Flips every bit of a stored blob, wherever it is kept. */
  async function damage(ref: BlobRef, name: string): Promise<void> {
    const digest = ref.slice('sha256:'.length)
    const client = new pg.Client(servers.url)
    await client.connect()
    onTestFinished(() => client.end())
    const hash = Buffer.from(digest, 'hex')
    const { rows } = await client.query<{ bytes: Buffer }>('SELECT bytes FROM blobs WHERE hash = $1', [hash])
    const [row] = rows
    if (row !== undefined) {
      await client.query('UPDATE blobs SET bytes = $2 WHERE hash = $1', [hash, flipped(row.bytes)])
      return
    }
    if (servers.s3 === null) throw new Error('there is no object store')
    const key = { Bucket: servers.s3.bucket, Key: `contract/${name}/sha256/${digest.slice(0, 2)}/${digest}` }
    const { Body } = await servers.s3.client.send(new GetObjectCommand(key))
    const bytes = await Body?.transformToByteArray()
    if (bytes === undefined || bytes.length <= inlineBlobBytes) throw new Error(`${ref} is nowhere`)
    await servers.s3.client.send(new PutObjectCommand({ ...key, Body: flipped(bytes) }))
  }
})

function flipped(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes.map((byte) => byte ^ 0xff))
}
