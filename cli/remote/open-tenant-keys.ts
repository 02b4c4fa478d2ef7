import { tenant } from '../../remote/postgres/tenant.ts'
import { readMasterKey } from '../../remote/secrets/master-key.ts'
import { openModelKeys, type ModelKeys } from '../../remote/secrets/model-keys.ts'
import type { FlagValues } from '../args/flag.ts'
import { withDatabase, type keysFlags } from './with-database.ts'

/** Works on the model keys of the tenant that is meant. */
export function openTenantKeys<T>(
  flags: FlagValues<typeof keysFlags>,
  work: (keys: ModelKeys) => Promise<T>,
): Promise<T> {
  const owner = tenant(flags.tenant ?? 'default')
  return withDatabase(flags, ({ database }) => work(openModelKeys(database, owner, () => readMasterKey(process.env))))
}
