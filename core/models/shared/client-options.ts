import type { StreamLimits } from './stream.ts'

/** How to reach a provider over one of the wire formats. */
export interface ClientOptions {
  /** Null for a server that asks for none. */
  readonly apiKey: string | null
  /** As the SDK takes it; left out, the SDK reads its own environment variable or uses its default. */
  readonly baseURL?: string | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Sent with every request, after the SDK's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Longest wait for progress, in ms; default 5 minutes. */
  readonly idleTimeoutMs?: number | undefined
  /** Longest answer, in ms; default 1 hour. */
  readonly totalTimeoutMs?: number | undefined
}

/** The bounds of one answer, defaults filled in. */
export function limitsOf(options: ClientOptions): StreamLimits {
  return {
    idleTimeoutMs: options.idleTimeoutMs ?? 300_000,
    totalTimeoutMs: options.totalTimeoutMs ?? 3_600_000,
  }
}
