import type { CommandsInfo } from '../../remote/gateway/contract-values.ts'
import type { SandboxChoice } from '../config/config-file.ts'
import { FailedError, UsageError } from '../errors.ts'
import type { CommandWay } from '../work/workshop.ts'

/**
 * How commands of a session are run on a server. What whoever keeps the server has decided holds; who asks may be stricter,
 * and does without commands then. @throws UsageError for less, FailedError when it is not known
 */
export function serversCommands(found: CommandsInfo['commands'] | null, asked: SandboxChoice | null): CommandWay {
  if (found === null)
    throw new FailedError(
      'no-worker',
      'no worker has ever been there to work on sessions of this server: whoever keeps it starts one with lightspeed worker',
    )
  if (asked === 'none' && found !== 'unconfined')
    throw new UsageError('this server runs commands confined, and --sandbox none cannot be had of it; leave it out')
  if (found === 'none')
    return {
      sandbox: 'auto',
      noShell: 'the workers of the server cannot confine them; lightspeed doctor there says why',
      remark: null,
    }
  if (asked === 'auto' && found === 'unconfined')
    return {
      sandbox: 'none',
      noShell: 'the server runs them unconfined, and --sandbox auto was asked for',
      remark: null,
    }
  if (found === 'confined') return { sandbox: 'auto', noShell: null, remark: null }
  return { sandbox: 'none', noShell: null, remark: asked === null ? 'the server runs commands unconfined' : null }
}
