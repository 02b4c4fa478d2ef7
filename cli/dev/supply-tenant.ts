import { allProviders } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { openPostgres, type Postgres } from '../../remote/postgres/open-postgres.ts'
import { tenant } from '../../remote/postgres/tenant.ts'
import { readMasterKey } from '../../remote/secrets/master-key.ts'
import { openModelKeys } from '../../remote/secrets/model-keys.ts'
import type { Keys } from '../auth/keys-file.ts'
import { writeSecrets, type StackSecrets } from './stack-secrets.ts'

/** Who works with a stack of one's own. */
const owner = tenant('default')

/** What a tenant is supplied with. */
export interface Supplies {
  readonly url: string
  readonly secrets: StackSecrets
  /** Where the secrets are kept. */
  readonly secretsFile: string
  readonly configured: readonly ConfiguredProvider[]
  readonly env: NodeJS.ProcessEnv
  /** Stored by `auth login`. */
  readonly stored: Keys
}

/** Which model keys a tenant has. */
export interface SuppliedKeys {
  /** Providers whose key was copied just now. */
  readonly copied: readonly string[]
  /** Providers that have one. */
  readonly all: readonly string[]
}

/** Brings the schema up to date, makes the API key where there is none that counts, and copies the person's model keys. */
export async function supplyTenant(supplies: Supplies): Promise<SuppliedKeys> {
  const { url, secrets, secretsFile } = supplies
  const postgres = await openPostgres({ url, migrates: true, connections: 2 })
  try {
    const { apiKey } = secrets
    if (apiKey === null || (await postgres.keys.find(apiKey)) === null)
      writeSecrets(secretsFile, { ...secrets, apiKey: (await postgres.keys.create(owner, 'dev')).key })
    return await copyModelKeys(postgres, supplies)
  } finally {
    await postgres.close()
  }
}

async function copyModelKeys({ database }: Postgres, supplies: Supplies): Promise<SuppliedKeys> {
  const masterKey = await readMasterKey({ LIGHTSPEED_MASTER_KEY: supplies.secrets.masterKey })
  const keys = openModelKeys(database, owner, () => Promise.resolve(masterKey))
  const copied: string[] = []
  for (const [provider, key] of ownKeys(supplies)) {
    if ((await keys.get(provider)) === key) continue
    await keys.put(provider, key)
    copied.push(provider)
  }
  return { copied, all: await keys.list() }
}

/** The environment wins, as it does without a server. */
export function ownKeys({
  configured,
  env,
  stored,
}: Pick<Supplies, 'configured' | 'env' | 'stored'>): readonly (readonly [provider: string, key: string])[] {
  return allProviders(configured).flatMap(({ name, keyEnv }) => {
    const key =
      keyEnv === null ? undefined : env[keyEnv]?.trim() || (Object.hasOwn(stored, name) ? stored[name] : undefined)
    return key === undefined ? [] : [[name, key] as const]
  })
}
