import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { accepts } from '../../cli/dev/accepts.ts'
import type { S3Options } from '../../remote/s3/open-s3.ts'
import { findProgram } from './find-program.ts'
import { freePort } from './free-port.ts'

const versitygw = {
  name: 'versitygw',
  variable: 'LIGHTSPEED_VERSITYGW',
  install: 'go install github.com/versity/versitygw/cmd/versitygw@latest',
}

/** The program, or null for a suite that has to be skipped. */
export const s3Program = findProgram(versitygw)

/** Of a suite that is skipped where there is no server. */
export const s3Suffix = s3Program === null ? ` (skipped: ${versitygw.install})` : ''

/** A running S3-compatible server with an empty bucket. */
export interface S3Server extends S3Options {
  readonly region: string
  readonly endpoint: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** A plain client of it. */
  readonly client: S3Client
  stop(): Promise<void>
}

/** Starts a server; whoever starts it stops it. */
export async function startS3(region = 'us-east-1'): Promise<S3Server> {
  if (s3Program === null) throw new Error(versitygw.install)
  const root = mkdtempSync(join(tmpdir(), 's3-'))
  const port = await freePort()
  const credentials = { accessKeyId: 'access', secretAccessKey: 'a-long-secret' }
  const child = spawn(s3Program, ['--port', `127.0.0.1:${port}`, '--quiet', '--region', region, 'posix', root], {
    env: { ...process.env, ROOT_ACCESS_KEY: credentials.accessKeyId, ROOT_SECRET_KEY: credentials.secretAccessKey },
    stdio: 'ignore',
  })
  const exited = once(child, 'exit')
  await listening(port, () => child.exitCode !== null)
  const endpoint = `http://127.0.0.1:${port}`
  const client = new S3Client({ endpoint, forcePathStyle: true, region, credentials })
  const bucket = 'lightspeed'
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  const stop = async () => {
    client.destroy()
    child.kill('SIGKILL')
    await exited
    rmSync(root, { recursive: true, force: true, maxRetries: 3 })
  }
  return { bucket, endpoint, region, credentials, client, stop }
}

async function listening(port: number, hasEnded: () => boolean): Promise<void> {
  while (!(await accepts(port))) {
    if (hasEnded()) throw new Error(`the server on port ${port} ended before it listened`)
    await wait(20)
  }
}
