import type { Store } from '../../core/ports/store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'

/** Connects once more to the data of one test, as another process would. */
export interface Connect {
  (): Promise<Store>
  /** Puts other bytes of the same length under a ref, as a failing disk does; left out where nothing can. */
  readonly damage?: (ref: BlobRef) => void | Promise<void>
}

/** What a suite asks for at the start of each test: an empty backend. */
export type MakeBackend = () => Connect
