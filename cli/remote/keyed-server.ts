import { allProviders } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { noKeysWords, noKeyWords } from '../../remote/secrets/no-key-words.ts'
import { NoKeyError } from '../errors.ts'
import type { ChoosingKeys } from '../config/choose-model.ts'
import type { RemoteWork } from './remote-works.ts'

/** A server that knows which keys it has. */
interface KeyedServer extends Pick<RemoteWork, 'tenant'> {
  readonly host: Pick<RemoteWork['host'], 'keyedProviders'>
}

/**
 * Looks whether a server has the key of a provider, before anything is begun there. One that is taken away later is
 * missed by the worker, whose words are the same. @throws NoKeyError
 */
export async function requireServersKey(
  { host, tenant }: KeyedServer,
  name: string,
  configured: readonly ConfiguredProvider[],
): Promise<void> {
  const provider = allProviders(configured).find((known) => known.name === name)
  if (provider === undefined || provider.keyEnv === null) return
  if (!(await host.keyedProviders()).includes(name)) throw new NoKeyError(noKeyWords(name, tenant))
}

/** The keys that a server has, for a model that nobody names: those of this machine do not count there. */
export async function serversOwnKeys({ host, tenant }: KeyedServer): Promise<ChoosingKeys> {
  const keyed = await host.keyedProviders()
  return { hasKey: ({ name }) => keyed.includes(name), noneWords: noKeysWords(tenant, keyed) }
}
