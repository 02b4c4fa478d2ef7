import { FailedError } from '../errors.ts'
import { postgresUrl } from './addresses.ts'
import type { DevPlaces } from './dev-places.ts'
import { isRunning } from './process-mark.ts'
import { readSecrets } from './stack-secrets.ts'
import { readStack } from './stack-state.ts'

/** The variables by which commands of whoever keeps a server reach the stack of this machine. @throws FailedError when it does not run */
export function devEnv(places: Pick<DevPlaces, 'state' | 'secrets'>): Readonly<Record<string, string>> {
  const stack = readStack(places.state)
  const secrets = readSecrets(places.secrets)
  const postgres = stack?.processes.postgres
  if (stack === null || secrets === null || postgres === undefined || !isRunning(postgres))
    throw new FailedError('dev-not-up', 'there is no Postgres of this machine to reach; lightspeed dev up starts one')
  return { LIGHTSPEED_POSTGRES_URL: postgresUrl(stack, secrets), LIGHTSPEED_MASTER_KEY: secrets.masterKey }
}
