import { expect, test } from 'vitest'
import { readArgs } from '../../../cli/args/parse-args.ts'
import Server from '../../../cli/commands/server.ts'
import { readGatewayPlace, readStorePlace, readTemporalPlace } from '../../../cli/remote/server-flags.ts'

const flags = (...argv: readonly string[]) => readArgs(argv, Server).flags
const stored = { LIGHTSPEED_POSTGRES_URL: 'postgres://localhost/lightspeed', LIGHTSPEED_S3_BUCKET: 'sessions' }

test('what is not said holds as help says it', () => {
  expect(readTemporalPlace(flags(), {})).toEqual({
    ...{ address: '127.0.0.1:7233', namespace: 'default', tls: false, apiKey: null },
    ...{ taskQueue: 'sessions', silenceMs: 15_000 },
  })
  expect(readGatewayPlace(flags(), {})).toEqual({ port: 8230, hostname: '127.0.0.1' })
  expect(readStorePlace(flags(), stored).blobs).toMatchObject({ endpoint: null, region: null })
})

test('every flag has a variable, and wins over it', () => {
  const env = {
    ...stored,
    LIGHTSPEED_S3_REGION: 'eu-west-1',
    LIGHTSPEED_TEMPORAL_NAMESPACE: 'prod',
    LIGHTSPEED_TEMPORAL_TLS: '1',
    LIGHTSPEED_TASK_QUEUE: 'queue',
    LIGHTSPEED_SILENCE: '30',
    LIGHTSPEED_LISTEN_PORT: '80',
    LIGHTSPEED_LISTEN_HOST: '0.0.0.0',
  }
  expect(readTemporalPlace(flags(), env)).toMatchObject({
    ...{ namespace: 'prod', tls: true, taskQueue: 'queue', silenceMs: 30_000 },
  })
  expect(readGatewayPlace(flags(), env)).toEqual({ port: 80, hostname: '0.0.0.0' })
  expect(readStorePlace(flags(), env).blobs).toMatchObject({ region: 'eu-west-1' })
  const said = flags(
    ...['--namespace', 'mine', '--task-queue', 'own', '--silence', '5', '--port', '0', '--host', '::1'],
    ...['--s3-region', 'eu-north-1'],
  )
  expect(readTemporalPlace(said, env)).toMatchObject({ namespace: 'mine', taskQueue: 'own', silenceMs: 5_000 })
  expect(readGatewayPlace(said, env)).toEqual({ port: 0, hostname: '::1' })
  expect(readStorePlace(said, env).blobs).toMatchObject({ region: 'eu-north-1' })
})

test('an API key of Temporal goes by TLS only', () => {
  expect(readTemporalPlace(flags(), { LIGHTSPEED_TEMPORAL_API_KEY: 'key\n' })).toMatchObject({
    tls: true,
    apiKey: 'key',
  })
  expect(readTemporalPlace(flags('--temporal-tls'), {})).toMatchObject({ tls: true, apiKey: null })
})

test.each([
  ['LIGHTSPEED_SILENCE', 'soon'],
  ['LIGHTSPEED_LISTEN_PORT', 'tcp://10.0.0.1:8230'],
  ['LIGHTSPEED_TEMPORAL_TLS', 'maybe'],
])('a variable that cannot be read is named: %s', (name, value) => {
  const read = () => [readTemporalPlace(flags(), { [name]: value }), readGatewayPlace(flags(), { [name]: value })]
  expect(read).toThrow(expect.objectContaining({ code: 'usage', message: expect.stringContaining(name) }))
})

test('what is no address of Postgres is refused without showing it', () => {
  const refused = expect.objectContaining({ code: 'usage', message: expect.not.stringContaining('secret') })
  for (const url of ['notaurl-secret', 'https://secret@host/db', 'postgres://'])
    expect(() => readStorePlace(flags('--postgres', url), stored)).toThrow(refused)
})
