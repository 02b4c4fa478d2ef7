/** Where Temporal is, and what it takes to get in. */
export interface TemporalAccess {
  /** `host:port`. */
  readonly address: string
  readonly namespace: string
  /** With TLS, checked against the authorities that everybody trusts. */
  readonly tls?: boolean
  /** Of Temporal Cloud. */
  readonly apiKey?: string | null
}

/** What both connections of the SDK take, the native one and the one of clients. */
export function connectionOptions({ address, namespace, tls = false, apiKey = null }: TemporalAccess) {
  // Said to the native one also where it is false: with a key alone it would decide for itself.
  if (apiKey === null) return { address, tls }
  return { address, tls, apiKey, metadata: { 'temporal-namespace': namespace } }
}
