import { allProviders } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { noKeyWords } from '../../remote/secrets/no-key-words.ts'
import { NoKeyError } from '../errors.ts'
import type { RemoteWork } from './remote-works.ts'

/**
 * Looks whether a server has the key of a provider, before anything is begun there. One that is taken away later is
 * missed by the worker, whose words are the same. @throws NoKeyError
 */
export async function requireServersKey(
  { host, tenant }: Pick<RemoteWork, 'tenant'> & { readonly host: Pick<RemoteWork['host'], 'keyedProviders'> },
  name: string,
  configured: readonly ConfiguredProvider[],
): Promise<void> {
  const provider = allProviders(configured).find((known) => known.name === name)
  if (provider === undefined || provider.keyEnv === null) return
  if (!(await host.keyedProviders()).includes(name)) throw new NoKeyError(noKeyWords(name, tenant))
}
