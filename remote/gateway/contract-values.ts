import type { StoredEntry } from '../../core/log/entry.ts'
import type { LeaseHolder } from '../../core/ports/leases.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { SessionId } from '../../core/values/ids.ts'

/* What methods of the contract take and answer, where the ports have no name for it. */

/** A method without parameters. */
export type NoParams = Readonly<Record<string, never>>

/** Names one session. */
export interface OfSession {
  readonly session: SessionId
}

/** Who answers, and for whom. */
export interface GatewayInfo {
  /** Of this contract. */
  readonly contract: number
  /** Of the program. */
  readonly version: string
  /** Whose sessions these are. */
  readonly tenant: string
}

/**
 * How commands of sessions are run: `confined`, `unconfined` as whoever started the workers, or not at all (`none`), which
 * is what a worker does that was told to confine them and cannot.
 */
export interface CommandsInfo {
  readonly commands: 'confined' | 'unconfined' | 'none'
}

/**
 * Bytes in JSON.
 * @pattern ^[A-Za-z0-9+/]*={0,2}$
 */
export type Base64 = string

/** Bytes that a command names; large ones are put first. */
export interface BlobInBase64 {
  readonly ref: BlobRef
  readonly base64: Base64
}

/** Blobs that were asked for together. What is in neither list has to be asked for by itself, and is large, damaged or not there. */
export interface BlobsTogether {
  readonly blobs: readonly BlobInBase64[]
  /** Not looked at: ask again. */
  readonly left: readonly BlobRef[]
}

/** A log to be restored, as in the port. */
export interface LogToRestore {
  /** @maxItems 100000 */
  readonly entries: readonly StoredEntry[]
  /**
   * @asType integer
   * @minimum 0
   * @maximum 9007199254740991
   */
  readonly epoch: number
}

/** A holder of a lease, and the clock that says whether its time is over. */
export interface HolderNow {
  readonly holder: LeaseHolder | null
  /** Wall clock of the gateway, ms. */
  readonly now: number
}
