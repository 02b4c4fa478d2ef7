import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { findRegion } from '../../../remote/s3/find-region.ts'
import { openS3 } from '../../../remote/s3/open-s3.ts'
import { staged } from '../../contract/store-samples.ts'
import { s3Program, s3Suffix, startS3, type S3Server } from '../../support/s3-server.ts'

const blob = staged(100_000)

/** A profile file that says so. */
let profile = ''
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'aws-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  profile = join(root, 'config')
  vi.stubEnv('AWS_CONFIG_FILE', profile)
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

test('the region that is given wins over variables, and they win over the profile', async () => {
  writeFileSync(profile, '[default]\nregion = eu-north-1\n')
  expect(await findRegion(null, null)).toBe('eu-north-1')
  vi.stubEnv('AWS_DEFAULT_REGION', 'eu-west-3')
  expect(await findRegion(null, null)).toBe('eu-west-3')
  vi.stubEnv('AWS_REGION', 'eu-west-2')
  expect(await findRegion(null, null)).toBe('eu-west-2')
  expect(await findRegion('eu-central-1', null)).toBe('eu-central-1')
})

test('a region that nobody says is the usual one of other servers, and unknown of Amazon', async () => {
  expect(await findRegion(null, 'http://127.0.0.1:7070')).toBe('us-east-1')
  expect(await findRegion(null, null)).toBeNull()
})

describe.skipIf(s3Program === null)(`a server of another region${s3Suffix}`, () => {
  let server: S3Server
  beforeAll(async () => {
    server = await startS3('eu-central-1')
  })
  afterAll(() => server.stop())

  test('takes blobs of whoever says that region', async () => {
    const s3 = openS3(server)
    onTestFinished(() => s3.close())
    const blobs = s3.blobs(tenant('ours'))
    await blobs.put([blob])
    expect(Buffer.compare(await blobs.get(blob.ref), blob.bytes)).toBe(0)
  })

  test('refuses whoever says another', async () => {
    const s3 = openS3({ ...server, region: 'us-east-1' })
    onTestFinished(() => s3.close())
    await expect(s3.blobs(tenant('ours')).put([staged(50_000)])).rejects.toMatchObject({ code: 's3-refused' })
  })
})
