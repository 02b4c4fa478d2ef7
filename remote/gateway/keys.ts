import type { Tenant } from '../postgres/tenant.ts'

/** Where keys are known. */
export interface Keys {
  /** Whose a key is; null for one that nobody has, or that was revoked. */
  find(key: string): Promise<Tenant | null>
  /** Tells of keys that are revoked from now on, wherever that is done. Returns the stop. */
  watch?(hearing: KeyHearing): () => void
}

/** What is told of keys. */
export interface KeyHearing {
  /** The key of this id opens nothing any more. */
  readonly revoked: (id: string) => void
  /** Something may have been missed. */
  readonly missed: () => void
}

/** What a key looks like: its id may be shown, the rest is the secret. */
const keyPattern = /^ls_([a-z0-9]{10})_[A-Za-z0-9_-]{43}$/

/** A key as it was given. */
export interface GivenKey {
  readonly id: string
  readonly key: string
}

/** The key of an `Authorization` header; null where it has none. */
export function readKey(authorization: string | undefined): GivenKey | null {
  const key = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
  const id = keyPattern.exec(key)?.[1]
  return id === undefined ? null : { id, key }
}
