import type { BlobRef } from '../../values/blob-ref.ts'

/** Asks for a command to be run; it starts no run of the model. */
export interface ShellRequest {
  readonly kind: 'shell.request'
  /** UTF-8 of the command line. */
  readonly lineRef: BlobRef
}

/** Ends one command, queued or running; without an id the running one. */
export interface ShellCancel {
  readonly kind: 'shell.cancel'
  readonly shellId: string | null
}

export type ShellCommand = ShellRequest | ShellCancel
