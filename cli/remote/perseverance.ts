import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { Rpc } from '../../remote/client/rpc.ts'
import { patientBlobs, type Heard } from './patient-blobs.ts'
import { untilAnswered } from './until-answered.ts'

/** How long a gateway is asked: as usual at first, and until it answers from when somebody has work there. */
export class Perseverance {
  #until: AbortSignal | null = null

  /** From now on asks until there is an answer, or nobody waits for one any more. */
  begin(until: AbortSignal): void {
    this.#until = until
  }

  /** Only for what may be asked twice to the same end. */
  readonly heard: Heard = (ask) => (this.#until === null ? ask() : untilAnswered(ask, this.#until))

  /** What is asked once and no more stays so. */
  rpc(rpc: Rpc): Rpc {
    return (name, params, wish) => {
      const ask = () => rpc(name, params, wish)
      return wish?.patienceMs === 0 ? ask() : this.heard(ask)
    }
  }

  /** What does not go by `rpc`, too. */
  blobs(blobs: BlobStore): BlobStore {
    return patientBlobs(blobs, this.heard)
  }
}
