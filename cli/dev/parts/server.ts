import { createHash } from 'node:crypto'
import { allProviders } from '../../../core/models/providers.ts'
import { programVersion } from '../../boot/program-version.ts'
import { postgresUrl, s3Endpoint, serverUrl, stackName, temporalAddress } from '../addresses.ts'
import type { Part } from '../part.ts'
import type { Blueprint } from './blueprint.ts'

/** What is under way has so long to end, s: whoever takes a stack down waits for it. */
const graceS = '30'

/** How long one look may take, ms. */
const lookMs = 2_000

/** `lightspeed server` of this very program. */
export function serverPart(blueprint: Blueprint): Part {
  const { state, config, places } = blueprint
  const [, program = ''] = process.argv
  const env = serverVariables(blueprint)
  return {
    name: 'server',
    // What it reads when it starts: the variables, the config, and its own code.
    inputs: digest([env, config.providers, config.sandbox, programVersion(), state.ports.server]),
    launch: {
      program: process.execPath,
      args: [program, 'server', '--port', String(state.ports.server), '--state', places.workspaces, '--grace', graceS],
      env: { ...inherited(blueprint), ...env },
      cwd: places.root,
      runAs: null,
    },
    prepare: async () => undefined,
    isReady: () =>
      fetch(`${serverUrl(state)}/readyz`, { signal: AbortSignal.timeout(lookMs) }).then(
        ({ ok }) => ok,
        () => false,
      ),
  }
}

function serverVariables({ state, secrets, places }: Blueprint): NodeJS.ProcessEnv {
  const blobs =
    state.blobs === 'files'
      ? { LIGHTSPEED_BLOBS: places.blobs }
      : {
          LIGHTSPEED_S3_BUCKET: stackName,
          LIGHTSPEED_S3_ENDPOINT: s3Endpoint(state),
          // That of ensureBucket: a profile of the person's is about other servers.
          LIGHTSPEED_S3_REGION: 'us-east-1',
          AWS_ACCESS_KEY_ID: secrets.s3AccessKey,
          AWS_SECRET_ACCESS_KEY: secrets.s3SecretKey,
        }
  return {
    LIGHTSPEED_POSTGRES_URL: postgresUrl(state, secrets),
    LIGHTSPEED_TEMPORAL_ADDRESS: temporalAddress(state),
    LIGHTSPEED_MASTER_KEY: secrets.masterKey,
    ...blobs,
  }
}

/** What the person's shell has, without keys of models and without what is meant for other servers. */
function inherited({ env, config }: Blueprint): NodeJS.ProcessEnv {
  const keys = new Set(['ANTHROPIC_AUTH_TOKEN', ...allProviders(config.providers).map(({ keyEnv }) => keyEnv)])
  const kept = new Set(['LIGHTSPEED_HOME', 'LIGHTSPEED_DEBUG'])
  const isMeant = (name: string) => kept.has(name) || !(keys.has(name) || /^(LIGHTSPEED|AWS)_/.test(name))
  return Object.fromEntries(Object.entries(env).filter(([name]) => isMeant(name)))
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
