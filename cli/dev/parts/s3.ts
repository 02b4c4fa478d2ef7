import { mkdirSync } from 'node:fs'
import { ensureBucket } from '../../../remote/s3/ensure-bucket.ts'
import { s3Endpoint, stackName } from '../addresses.ts'
import type { Part } from '../part.ts'
import { plainEnvironment, type Blueprint } from './blueprint.ts'

/** A server that speaks S3, over a directory. */
export function s3Part({ state, secrets, places, programs, env }: Blueprint): Part {
  const { s3AccessKey, s3SecretKey } = secrets
  return {
    name: 's3',
    inputs: String(state.ports.s3),
    launch: {
      program: programs.s3 ?? '',
      args: ['--port', `127.0.0.1:${state.ports.s3}`, '--quiet', 'posix', places.s3],
      env: { ...plainEnvironment(env), ROOT_ACCESS_KEY: s3AccessKey, ROOT_SECRET_KEY: s3SecretKey },
      cwd: '/',
      runAs: null,
    },
    prepare: async () => {
      mkdirSync(places.s3, { recursive: true, mode: 0o700 })
    },
    isReady: () =>
      ensureBucket({
        bucket: stackName,
        endpoint: s3Endpoint(state),
        credentials: { accessKeyId: s3AccessKey, secretAccessKey: s3SecretKey },
      }),
  }
}
