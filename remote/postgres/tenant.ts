import { TenantNameError } from './errors.ts'

/** Whose sessions these are: it stands first in every key, and no query of one tenant sees a row of another. */
export type Tenant = string & { readonly brand: 'Tenant' }

/** @throws TenantNameError */
export function tenant(name: string): Tenant {
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(name)) throw new TenantNameError(name)
  return name as Tenant
}
