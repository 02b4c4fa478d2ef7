import type { Directories } from '../config/directories.ts'
import { FailedError } from '../errors.ts'
import { devRemote, type RemotePlace } from '../config/remotes.ts'
import { devPlaces } from './dev-places.ts'
import { isRunning } from './process-mark.ts'
import { readSecrets } from './stack-secrets.ts'
import { readStack } from './stack-state.ts'

/** The gateway that `lightspeed dev up` started, and its key. @throws FailedError when it does not run */
export function readDevRemote({ data }: Pick<Directories, 'data'>): RemotePlace {
  const places = devPlaces(data)
  const stack = readStack(places.state)
  const key = readSecrets(places.secrets)?.apiKey ?? null
  const server = stack?.processes.server
  if (stack === null || key === null || server === undefined || !isRunning(server))
    throw new FailedError('dev-not-up', 'there is no server on this machine to work with; lightspeed dev up starts one')
  return { name: devRemote, url: `http://127.0.0.1:${stack.ports.server}`, key }
}
