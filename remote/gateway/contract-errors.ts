/* What a gateway refuses, and why. `npm run schema` writes it into docs/schema/gateway.json; the numbers are read from there. */

/** What can be the matter, by the name in `data.code`; each with its number in JSON-RPC. */
export interface GatewayErrors {
  /** The body is not JSON. */
  readonly 'bad-json': -32700
  /** That is no request of JSON-RPC 2.0, a batch of none or too many, or a header or query that means nothing. */
  readonly 'bad-request': -32600
  /** There is no such method. */
  readonly 'unknown-method': -32601
  /** The parameters are not as this document says; the message names the place. */
  readonly 'bad-params': -32602
  /** A defect of the gateway; its log has it, by the request. */
  readonly internal: -32603
  /** No key, or none that counts. */
  readonly unauthorized: -32001
  /** There is no such route. */
  readonly 'not-found': -32002
  /** The session is not there, or not this tenant's. */
  readonly 'session-not-found': -32003
  /** The blob is not there, or not this tenant's; `data.ref` says which. */
  readonly 'blob-not-found': -32004
  /** The body has more bytes than one may have: send less at once. */
  readonly 'too-large': -32005
  /** The answers to the calls before this one of a batch are all that it may have; this one was not done: ask again. */
  readonly 'answer-too-large': -32006
  /** What was put does not hash to its ref. */
  readonly 'wrong-bytes': -32007
  /** As many streams are open as a tenant may have: close some. */
  readonly 'too-many-streams': -32008
  /** Too much is being sent to the gateway: come again after `Retry-After`. */
  readonly busy: -32009
  /** The command is stored and will be done: no worker could be told of it yet. */
  readonly 'not-woken': -32010
  /** What is behind the gateway says nothing. It may have been done: ask again. */
  readonly 'store-silent': -32011
  /** Postgres is away; later the same may succeed. */
  readonly 'postgres-unreachable': -32012
  /** The object store is away; later the same may succeed. */
  readonly 's3-unreachable': -32013
  /** The object store refuses, which whoever runs the gateway has to mend. */
  readonly 's3-refused': -32014
  /** The bytes of a blob are not those that were stored, or change on their way: send them again. */
  readonly 'blob-corrupt': -32015
  /** There is no room left, which whoever runs the gateway has to make. */
  readonly 'disk-full': -32016
  /** The store fails in another way, which whoever runs the gateway has to mend. */
  readonly 'store-io': -32017
  /** The log holds an event that this gateway does not know: it has to be upgraded. */
  readonly 'unknown-event': -32018
  /** The log holds an event that is damaged: the store has to be restored. */
  readonly 'corrupt-event': -32019
}

/** The name of an error. */
export type ErrorName = keyof GatewayErrors

/** May be answered to any call. */
export type AnyCallError =
  | ('bad-json' | 'bad-request' | 'bad-params' | 'internal')
  | ('unauthorized' | 'too-large' | 'answer-too-large' | 'busy')
  | ('store-silent' | 'postgres-unreachable' | 'disk-full' | 'store-io')

/** To those that change a session. */
export type SessionError = AnyCallError | 'session-not-found'

/** To those that read events. */
export type LogError = AnyCallError | 'unknown-event' | 'corrupt-event'

/** To those about blobs. */
export type BlobsError = AnyCallError | 's3-unreachable' | 's3-refused'

/** To those that submit commands. */
export type SubmitError = SessionError | BlobsError | 'blob-corrupt' | 'not-woken'
