import type { Config } from '../../config/config-file.ts'
import type { loadTemporal } from '../../remote/load-temporal.ts'
import type { DevPlaces } from '../dev-places.ts'
import type { Programs } from '../find-programs.ts'
import type { StackSecrets } from '../stack-secrets.ts'
import type { StackState } from '../stack-state.ts'

/** All that says how the parts of a stack run. */
export interface Blueprint {
  readonly state: StackState
  readonly secrets: StackSecrets
  readonly places: DevPlaces
  readonly programs: Programs
  readonly config: Pick<Config, 'providers' | 'sandbox'>
  readonly temporal: Awaited<ReturnType<typeof loadTemporal>>
  readonly env: NodeJS.ProcessEnv
}

/** The environment of programs that are not ours: nothing that would change what they do, and no keys. */
export function plainEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = env
  return { ...(PATH && { PATH }), ...(HOME && { HOME }), ...(TMPDIR && { TMPDIR }), LC_ALL: 'C' }
}
