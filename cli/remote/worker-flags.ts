import { choice, option, text, toggle, type FlagValues } from '../args/flag.ts'
import { programVersion } from '../boot/program-version.ts'
import { sandboxChoices, type Config } from '../config/config-file.ts'
import { UsageError } from '../errors.ts'
import { places } from '../open-store.ts'
import type { WorkerWish } from './start-worker.ts'
import { readCount, readVariable } from './server-flags.ts'

/** A model that says nothing for so long is given up on, s: most calls under way come to an end by then. */
const usualGraceS = 300

/** How a worker works. */
export const workerFlags = {
  sandbox: choice(sandboxChoices, {
    description: 'auto: commands run confined, or not at all; none: those of all tenants run as you',
  }),
  'sessions-at-once': option(readCount, {
    helpValue: 'N',
    default: '500',
    description: 'sessions that one worker works on at once',
  }),
  grace: option(readCount, {
    helpValue: 'SECONDS',
    default: String(usualGraceS),
    description: 'what is under way has so long to end when the worker is told to; or LIGHTSPEED_GRACE',
  }),
  deployment: text({
    helpValue: 'NAME',
    description: 'series of builds that sessions move along, as Temporal knows it; or LIGHTSPEED_DEPLOYMENT',
  }),
  'build-id': text({
    helpValue: 'ID',
    description: 'this build within its deployment; or LIGHTSPEED_BUILD_ID; default: the version',
  }),
  state: text({
    helpValue: 'DIR',
    description: 'directory of the workspaces that commands run in; default: below the data directory',
  }),
  promote: toggle({ description: 'make this build the current one of its deployment: sessions move to it' }),
} as const

/** How a worker works, from flags, the environment or the config file. @throws UsageError */
export function readWorkerWish(
  flags: FlagValues<typeof workerFlags>,
  { providers, sandbox }: Pick<Config, 'providers' | 'sandbox'>,
  env: NodeJS.ProcessEnv,
): WorkerWish {
  const name = flags.deployment ?? env['LIGHTSPEED_DEPLOYMENT']
  const buildId = flags['build-id'] ?? env['LIGHTSPEED_BUILD_ID'] ?? programVersion()
  if (!name && (flags.promote || flags['build-id'] !== null))
    throw new UsageError('of which deployment? give --deployment NAME or set LIGHTSPEED_DEPLOYMENT')
  return {
    graceMs: (flags.grace ?? readVariable(env, 'LIGHTSPEED_GRACE', readCount) ?? usualGraceS) * 1_000,
    deployment: name ? { name, buildId, promotes: flags.promote } : null,
    providers,
    sandbox: flags.sandbox ?? sandbox ?? 'auto',
    sessionsAtOnce: flags['sessions-at-once'] ?? 500,
    stateDirectory: flags.state ?? places().data,
  }
}
