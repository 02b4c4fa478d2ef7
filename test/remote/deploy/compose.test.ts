import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import Server from '../../../cli/commands/server.ts'
import { readArgs } from '../../../cli/args/parse-args.ts'
import { directories } from '../../../cli/config/directories.ts'
import { readGatewayPlace, readStorePlace, readTemporalPlace } from '../../../cli/remote/server-flags.ts'
import { readWorkerWish } from '../../../cli/remote/worker-flags.ts'
import { readMasterKey } from '../../../remote/secrets/master-key.ts'

/* There is no Docker where this is built: what can be known of the files without it is checked here. */

interface Service {
  readonly image?: string
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly command?: readonly string[]
  readonly stop_grace_period?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
}

const root = fileURLToPath(new URL('../../../', import.meta.url))
const deploy = join(root, 'remote', 'deploy')
const text = readFileSync(join(deploy, 'compose.yaml'), 'utf8')
const compose = parse(text) as { services: Record<string, Service>; volumes: Record<string, unknown> }
const dockerfile = readFileSync(join(deploy, 'Dockerfile'), 'utf8')
const { services } = compose
const server = services['server']!

/** What whoever starts it has to give; 32 bytes in base64 will do for all. */
const given = Buffer.alloc(32, 7).toString('base64')
const wanted = [...text.matchAll(/\$\{([A-Z0-9_]+)(:\?)?\}/g)]
const environment = Object.fromEntries(
  Object.entries(server.environment ?? {}).map(([name, value]) => [name, value.replace(/\$\{\w+:\?\}/, given)]),
)
const { flags } = readArgs(server.command!.slice(1), Server)

test('the command and the environment are those that lightspeed server reads, all of them', async () => {
  const read = new Set<string>()
  const env = new Proxy(environment, {
    get: (target, name: string) => {
      read.add(name)
      return target[name]
    },
  }) as NodeJS.ProcessEnv
  expect(server.command?.[0]).toBe('server')
  const place = readStorePlace(flags, env)
  const temporal = readTemporalPlace(flags, env)
  expect(place.blobs).toEqual({ type: 's3', bucket: 'lightspeed', endpoint: 'http://s3:7070', region: null })
  expect(await readMasterKey(env)).toHaveLength(32)
  expect(server.volumes).toContain(`server:${directories(env).data.replace(/\/data$/, '')}`)
  const own = Object.keys(environment).filter((name) => !name.startsWith('AWS_'))
  expect(own.filter((name) => !read.has(name))).toEqual([])
  expect(temporal).toMatchObject({ address: 'temporal:7233', namespace: 'default' })
})

test('what the server is told of the others is what they are started with', () => {
  const postgres = new URL(readStorePlace(flags, environment).postgresUrl)
  expect(services['postgres']?.environment).toEqual({
    POSTGRES_USER: postgres.username,
    POSTGRES_DB: postgres.pathname.slice(1),
    POSTGRES_PASSWORD: '${POSTGRES_PASSWORD:?}',
  })
  expect([postgres.hostname, postgres.port]).toEqual(['postgres', '5432'])
  const s3 = services['s3']?.environment
  expect(s3).toMatchObject({ ROOT_ACCESS_KEY: environment['AWS_ACCESS_KEY_ID'], VGW_PORT: ':7070' })
  expect(s3?.['ROOT_SECRET_KEY']).toBe(server.environment?.['AWS_SECRET_ACCESS_KEY'])
  expect(text).toContain(`/data/${environment['LIGHTSPEED_S3_BUCKET']}'`)
  expect(services['temporal']?.command?.join(' ')).toContain('--ip 0.0.0.0 --port 7233 --ui-port 8233')
})

test('ports are open to this machine only, and something listens behind each', () => {
  const open = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]))
  expect(open).toEqual([
    ['server', '127.0.0.1:8230:8230'],
    ['temporal', '127.0.0.1:8233:8233'],
  ])
  expect(readGatewayPlace(flags, environment)).toMatchObject({ port: 8230, hostname: '0.0.0.0' })
})

test('every secret is asked for: there is none to fall back on', () => {
  expect(wanted.length).toBeGreaterThan(0)
  expect(wanted.filter(([, , isAsked]) => isAsked === undefined)).toEqual([])
  expect([...new Set(wanted.map(([, name]) => name))]).toEqual([
    'POSTGRES_PASSWORD',
    'LIGHTSPEED_MASTER_KEY',
    'S3_SECRET_KEY',
  ])
})

test('the server is given as long to end as its worker gives what is under way, and longer', () => {
  const { graceMs } = readWorkerWish(flags, { providers: [], sandbox: null }, environment)
  expect(Number.parseInt(server.stop_grace_period ?? '', 10) * 1_000).toBeGreaterThanOrEqual(graceMs + 60_000)
})

test('every image is of one release', () => {
  const images = Object.values(services).flatMap(({ image }) => image ?? [])
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image)
  for (const image of [...images, ...bases]) expect(image).toMatch(/^[a-z0-9/]+:v?\d+\.\d+(\.\d+)?(-[a-z-]+)?$/)
})

test.each(Object.keys(services))(
  '%s waits for services that tell when they are ready, and its volumes are there',
  (name) => {
    const { depends_on = {}, volumes = [] } = services[name]!
    for (const [other, { condition }] of Object.entries(depends_on)) {
      expect(services).toHaveProperty(other)
      const hasHealth = services[other]?.healthcheck?.test[0] === 'CMD'
      expect(condition).toBe(hasHealth ? 'service_healthy' : 'service_completed_successfully')
    }
    for (const volume of volumes) expect(compose.volumes).toHaveProperty(volume.split(':')[0]!)
  },
)

test('the image is built of this checkout, with the Node of its own and the packages that a server asks for', () => {
  expect(existsSync(join(deploy, server.build!.context, server.build!.dockerfile))).toBe(true)
  expect(join(deploy, server.build!.context, '/')).toBe(root)
  const { devDependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >
  expect(dockerfile).toContain(`FROM node:${devDependencies!['node']!.slice(1)}-`)
  for (const [name, range] of Object.entries(peerDependencies!))
    expect(dockerfile).toContain(`${name}@${range.replace(/^\^(\d+\.\d+)\..*/, '$1')}`)
})
