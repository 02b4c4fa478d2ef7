import type { Mount } from '../../core/machine/workspace/state.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import { mountChanges } from '../workspace/mount-changes.ts'

/** Counts the files that differ from what was mounted or last applied; anew whenever a head has moved. */
export class ChangedFiles {
  count = 0
  private counted = ''
  private isCounting = false

  constructor(
    private readonly blobs: Pick<BlobStore, 'get'>,
    private readonly changed: () => void,
  ) {}

  update(mounts: readonly Mount[]): void {
    const heads = mounts.map(({ path, baseRef, headRef }) => `${path} ${baseRef} ${headRef}`).join('\n')
    if (heads === this.counted || this.isCounting) return
    this.counted = heads
    this.isCounting = true
    void mountChanges(mounts, this.blobs)
      .then((all) => {
        this.count = all.reduce((sum, { changes }) => sum + changes.length, 0)
      })
      // A count that cannot be had is no reason to stop; diff and apply say what is wrong.
      .catch(() => undefined)
      .finally(() => {
        this.isCounting = false
        this.changed()
      })
  }
}
