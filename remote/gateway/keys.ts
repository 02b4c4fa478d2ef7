import type { Tenant } from '../postgres/tenant.ts'

/** Where keys are known. */
export interface Keys {
  /** Whose a key is; null for one that nobody has, or that was revoked. */
  find(key: string): Promise<Tenant | null>
}

/** What a key looks like: its id may be shown, the rest is the secret. */
const keyPattern = /^ls_[a-z0-9]{10}_[A-Za-z0-9_-]{43}$/

/** The tenant of an `Authorization` header; null where it names none. */
export async function tenantOf(authorization: string | undefined, keys: Keys): Promise<Tenant | null> {
  const key = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
  return keyPattern.test(key) ? keys.find(key) : null
}
