import type { StoredEntry } from '../../core/log/entry.ts'
import type { Command } from '../../core/machine/commands.ts'
import type { Checkpoint } from '../../core/ports/checkpoints.ts'
import type { CommandStatus, InboxEntry } from '../../core/ports/inbox.ts'
import type { NewSession, SessionInput, SessionSummary } from '../../core/ports/session-index.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { Trouble } from '../postgres/troubles.ts'
import type { CommandId, SessionId } from '../../core/values/ids.ts'
import type {
  NoParams,
  OfSession,
  GatewayInfo,
  Base64,
  BlobInBase64,
  BlobsTogether,
  CommandsInfo,
  LogToRestore,
  HolderNow,
} from './contract-values.ts'
import type { AnyCallError, BlobsError, GatewayErrors, LogError, SessionError, SubmitError } from './contract-errors.ts'

/*
 * What a client may ask of a gateway, one method a line of `POST /v1/rpc`. Everything is of the tenant whose key was
 * given. `npm run schema` writes docs/schema/gateway.json from this file; the gateway checks what it receives by that.
 * What only a worker may do (append, lease, settle) is not here.
 */

/** Raised when a client of before would be misunderstood. */
export const contractVersion = 3

/** The methods by name. */
export interface GatewayMethods {
  /** Says who answers, and for which tenant. */
  readonly info: { readonly params: NoParams; readonly result: GatewayInfo; readonly errors: AnyCallError }
  /** How the workers run commands, of which a new session must know; null when no worker has ever been there. */
  readonly 'workers.describe': {
    readonly params: NoParams
    readonly result: CommandsInfo | null
    readonly errors: AnyCallError
  }
  /** Providers that the tenant has a model key of: only their models can be asked, and those that need none. */
  readonly 'model-keys.list': {
    readonly params: NoParams
    readonly result: readonly string[]
    readonly errors: AnyCallError
  }
  /** Registers an id; false when another session has it. The same once more is true again. */
  readonly 'sessions.create': {
    readonly params: { readonly session: NewSession }
    readonly result: boolean
    readonly errors: AnyCallError
  }
  /** Why workers cannot go on with a session, and try it again and again; null when they can. */
  readonly 'sessions.trouble': {
    readonly params: OfSession
    readonly result: Trouble | null
    readonly errors: AnyCallError
  }
  /** Registers an id with its log; false when another session has it. The same once more is true again. */
  readonly 'sessions.restore': {
    readonly params: { readonly session: NewSession; readonly log: LogToRestore }
    readonly result: boolean
    readonly errors: AnyCallError
  }
  /** What a list shows of one session. */
  readonly 'sessions.get': {
    readonly params: OfSession
    readonly result: SessionSummary | null
    readonly errors: AnyCallError
  }
  /** Newest first; of one directory, or all; the first 8 MB. */
  readonly 'sessions.list': {
    readonly params: {
      readonly directory?: string
      /**
       * @asType integer
       * @minimum 1
       * @maximum 10000
       */
      readonly limit: number
    }
    readonly result: readonly SessionSummary[]
    readonly errors: AnyCallError
  }
  /** What people asked, of one session or of all, the newest session first; the first 10,000, or 8 MB. */
  readonly 'sessions.inputs': {
    readonly params: { readonly session: SessionId | null }
    readonly result: readonly SessionInput[]
    readonly errors: LogError
  }
  /** Gives a session a name. */
  readonly 'sessions.rename': {
    readonly params: {
      readonly session: SessionId
      /** @maxLength 1000 */
      readonly name: string
    }
    readonly result: null
    readonly errors: SessionError
  }
  /** Removes all of a session but its blobs. */
  readonly 'sessions.remove': { readonly params: OfSession; readonly result: null; readonly errors: AnyCallError }
  /** Entries after a seq, in order, until they are 8 MB: fewer than asked may be followed by more. */
  readonly 'log.read': {
    readonly params: {
      readonly session: SessionId
      /**
       * @asType integer
       * @minimum 0
       * @maximum 9007199254740991
       */
      readonly after: number
      /**
       * @asType integer
       * @minimum 0
       * @maximum 1000
       */
      readonly limit: number
    }
    readonly result: readonly StoredEntry[]
    readonly errors: LogError
  }
  /** Highest seq, 0 for none. */
  readonly 'log.head': { readonly params: OfSession; readonly result: number; readonly errors: AnyCallError }
  /** Gives a session a command and has it worked on; a repeated id changes nothing. */
  readonly 'inbox.submit': {
    readonly params: {
      readonly session: SessionId
      readonly id: CommandId
      readonly command: Command
      /** @maxItems 100 */
      readonly blobs: readonly BlobInBase64[]
    }
    readonly result: null
    readonly errors: SubmitError
  }
  /** What became of a command; null for one that was never submitted. */
  readonly 'inbox.status': {
    readonly params: { readonly session: SessionId; readonly id: CommandId }
    readonly result: CommandStatus | null
    readonly errors: AnyCallError
  }
  /** Commands that wait, in order of arrival; the first 8 MB. */
  readonly 'inbox.pending': {
    readonly params: OfSession
    readonly result: readonly InboxEntry[]
    readonly errors: AnyCallError
  }
  /** The newest checkpoint. */
  readonly 'checkpoints.load': {
    readonly params: OfSession
    readonly result: Checkpoint | null
    readonly errors: AnyCallError
  }
  /** Who took the lease last and has not released it. */
  readonly 'leases.holder': { readonly params: OfSession; readonly result: HolderNow; readonly errors: AnyCallError }
  /** Which of these blobs are here. */
  readonly 'blobs.has': {
    readonly params: {
      /** @maxItems 10000 */
      readonly refs: readonly BlobRef[]
    }
    readonly result: readonly BlobRef[]
    readonly errors: BlobsError
  }
  /** Small blobs, many at once, until they are 8 MB together. */
  readonly 'blobs.get': {
    readonly params: {
      /** @maxItems 1000 */
      readonly refs: readonly BlobRef[]
    }
    readonly result: BlobsTogether
    readonly errors: BlobsError
  }
  /** Stores small blobs, many at once; refs in the order of the input. */
  readonly 'blobs.put': {
    readonly params: {
      /** @maxItems 1000 */
      readonly blobs: readonly Base64[]
    }
    readonly result: readonly BlobRef[]
    readonly errors: BlobsError
  }
}

/** Where methods are called: behind the address of a gateway, or of the proxy in front of it. */
export interface GatewayServer {
  readonly url: '${gateway}/v1/rpc'
  /** Of one that listens as it does unless told otherwise. */
  readonly gateway: 'http://127.0.0.1:8230'
}

/**
 * All of it, for `npm run schema`.
 * @public
 */
export interface GatewayContract {
  readonly methods: GatewayMethods
  readonly errors: GatewayErrors
  readonly server: GatewayServer
}

/** The name of a method. */
export type MethodName = keyof GatewayMethods

/** What a method is given. */
export type ParamsOf<Name extends MethodName> = GatewayMethods[Name]['params']

/** What a method answers. */
export type ResultOf<Name extends MethodName> = GatewayMethods[Name]['result']
