import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { openS3, type S3Options } from '../../../remote/s3/open-s3.ts'
import { staged } from '../../contract/store-samples.ts'
import { s3Program, s3Suffix, startS3, type S3Server } from '../../support/s3-server.ts'

const ours = tenant('ours')
const blob = staged(100_000)

/** A server that answers as told; requests are counted. */
async function answering(listener: RequestListener): Promise<S3Options & { readonly count: () => number }> {
  let count = 0
  const server = createServer((request, response) => {
    count += 1
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const credentials = { accessKeyId: 'access', secretAccessKey: 'a-long-secret' }
  return { bucket: 'lightspeed', endpoint: `http://127.0.0.1:${port}`, credentials, count: () => count }
}

function open(options: S3Options) {
  const s3 = openS3(options)
  onTestFinished(() => s3.close())
  return s3.blobs(ours)
}

test('a server that answers 500 is asked again some times, then named', async () => {
  const server = await answering((_, response) => response.writeHead(500).end())
  await expect(open(server).put([blob])).rejects.toMatchObject({ code: 's3-unreachable' })
  expect(server.count()).toBe(4)
  await expect(open(server).get(blob.ref)).rejects.toThrow(server.endpoint)
  await expect(open(server).has([blob.ref])).rejects.toMatchObject({ code: 's3-unreachable' })
})

test('a server that answers 503 once is asked again and takes the blob', async () => {
  let isFirst = true
  const server = await answering((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(isFirst ? 503 : 200).end()
      isFirst = false
    })
  })
  await open(server).put([blob])
  expect(server.count()).toBe(2)
})

test('a server that hangs is given up after a while', async () => {
  const server = await answering(() => undefined)
  await expect(open({ ...server, timeoutMs: 50 }).get(blob.ref)).rejects.toMatchObject({ code: 's3-unreachable' })
})

test('a server that falls silent in the middle of a blob is given up after a while', async () => {
  const server = await answering((_, response) => {
    response.writeHead(200, { 'Content-Length': String(blob.bytes.length) })
    response.write(blob.bytes.subarray(0, 1_000))
  })
  await expect(open({ ...server, timeoutMs: 200 }).get(blob.ref)).rejects.toMatchObject({ code: 's3-unreachable' })
})

test('a server that knows no conditional writes gets plain ones', async () => {
  const server = await answering((request, response) => {
    request.resume().on('end', () => response.writeHead(request.headers['if-none-match'] ? 501 : 200).end())
  })
  await open(server).put([blob])
  expect(server.count()).toBe(2)
})

test('what comes back cut short, or other than it was put, is corrupt', async () => {
  const server = await answering((_, response) => response.writeHead(200).end(blob.bytes.subarray(0, 99)))
  await expect(open(server).get(blob.ref)).rejects.toMatchObject({ code: 'blob-corrupt', ref: blob.ref })
})

describe.skipIf(s3Program === null)(`a real server${s3Suffix}`, () => {
  let server: S3Server
  beforeAll(async () => {
    server = await startS3()
  })
  afterAll(() => server.stop())

  test('a wrong key and a missing bucket are refused with what to check', async () => {
    const wrong = { ...server, credentials: { accessKeyId: 'access', secretAccessKey: 'another' } }
    for (const options of [wrong, { ...server, bucket: 'nothing-here' }])
      await expect(open(options).put([blob])).rejects.toThrow(/refused .*check the bucket and the key/)
  })

  test('tenants do not see what others stored, though they know its ref', async () => {
    const s3 = openS3(server)
    onTestFinished(() => s3.close())
    await s3.blobs(ours).put([blob])
    const theirs = s3.blobs(tenant('theirs'))
    expect(await theirs.has([blob.ref])).toEqual(new Set())
    await expect(theirs.get(blob.ref)).rejects.toMatchObject({ code: 'blob-not-found' })
  })

  test('a blob of several parts arrives whole, also from two at once, and leaves no parts behind', async () => {
    const blobs = open({ ...server, partBytes: 5 * 1024 * 1024 })
    const large = staged(12 * 1024 * 1024 + 1)
    await Promise.all([blobs.put([large]), blobs.put([large])])
    await blobs.put([large])
    expect(Buffer.compare(await blobs.get(large.ref), large.bytes)).toBe(0)
    const { Uploads = [] } = await server.client.send(new ListMultipartUploadsCommand({ Bucket: server.bucket }))
    expect(Uploads).toEqual([])
  })

  test('keys are the tenant and the hash', async () => {
    const s3 = openS3({ ...server, prefix: 'keys/' })
    onTestFinished(() => s3.close())
    await s3.blobs(ours).put([blob])
    const { Contents = [] } = await server.client.send(
      new ListObjectsV2Command({ Bucket: server.bucket, Prefix: 'keys/' }),
    )
    const digest = blob.ref.slice('sha256:'.length)
    expect(Contents.map(({ Key }) => Key)).toEqual([`keys/ours/sha256/${digest.slice(0, 2)}/${digest}`])
  })
})

test('a bucket is found not to take objects before any is needed', async () => {
  const body = '<Error><Code>NoSuchBucket</Code><Message>no bucket</Message></Error>'
  const missing = await answering(
    (request, response) => void request.resume().on('end', () => response.writeHead(404).end(body)),
  )
  const s3 = openS3(missing)
  onTestFinished(() => s3.close())
  await expect(s3.check()).rejects.toMatchObject({ code: 's3-refused' })
  const away = openS3(await answering((_, response) => response.writeHead(500).end()))
  onTestFinished(() => away.close())
  await expect(away.check()).rejects.toMatchObject({ code: 's3-unreachable', isPassing: true })
})
