import { openModels } from '../../core/models/open-models.ts'
import type { Provider } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import type { ModelErrorCode } from '../../core/values/model-facts.ts'
import { errorCode, errorMessage } from '../../core/values/errors.ts'

/** What a provider made of a key. `unproven`: it could not be asked. */
export type KeyProof =
  | { readonly type: 'accepted'; readonly model: string }
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'unproven'; readonly message: string }

/** Fewer are refused by some. */
const answerTokens = 16

const patienceMs = 30_000

/** What a provider answers only to those whose key it takes. A bad request is not: some say so of a bad key. */
const knownCaller = new Set<string>([
  'rate-limit',
  'quota',
  'empty-response',
  'unmapped-stop',
  'context-overflow',
] satisfies ModelErrorCode[])

/** Makes one real call, as small as it can be, with a key. */
export async function proveKey(
  provider: Provider,
  key: string,
  configured: readonly ConfiguredProvider[],
  env: NodeJS.ProcessEnv,
): Promise<KeyProof> {
  const model = cheapestModel(provider)
  if (model === null) return { type: 'unproven', message: `no model of ${provider.name} is known to ask` }
  const keyed = provider.keyEnv === null ? env : { ...env, [provider.keyEnv]: key }
  try {
    const models = openModels({ configured, env: keyed })
    const opened = await models.open({ api: provider.api, provider: provider.name, model, effort: null })
    const items = [opened.format.userItem('Say ok.')]
    const request = {
      model,
      effort: null,
      instructions: '',
      tools: [],
      items,
      cacheKey: 'key',
      maxOutputTokens: answerTokens,
    }
    await opened.generate(request, () => undefined, AbortSignal.timeout(patienceMs))
    return { type: 'accepted', model }
  } catch (error) {
    const code = errorCode(error) ?? ''
    // Some providers quote the key.
    const message = errorMessage(error).replaceAll(key, '[key]')
    if (code === 'auth') return { type: 'refused', message }
    return knownCaller.has(code) ? { type: 'accepted', model } : { type: 'unproven', message }
  }
}

/** The model whose input costs least; the first where no price is known. */
function cheapestModel({ models }: Provider): string | null {
  const price = (id: string): number => models[id]?.price?.input ?? Number.POSITIVE_INFINITY
  return Object.keys(models).reduce<string | null>(
    (best, id) => (best === null || price(id) < price(best) ? id : best),
    null,
  )
}
