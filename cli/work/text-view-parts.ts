import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { CommandId } from '../../core/values/ids.ts'
import type { Palette } from '../render/palette.ts'
import type { Screen } from '../render/screen.ts'

/** What the text view is made of. */
export interface TextViewParts {
  readonly screen: Screen
  readonly colors: Palette
  readonly blobs: Pick<BlobStore, 'get'>
  /** The run to show; entries of others are passed over. */
  readonly commandId: CommandId
  /** Heads of the mounts before the first entry; a mount that is not here gets no diff at its first move. */
  readonly heads: ReadonlyMap<string, BlobRef>
  /** A unified diff between two trees. */
  readonly diff: (before: BlobRef, after: BlobRef) => Promise<string>
  /** What a call's result tells the model. */
  readonly resultText: (item: BlobRef) => Promise<string>
  /** Whether edits are shown as they are made. */
  readonly showsDiffs: boolean
  /** Whether a directory was mounted before the first entry. */
  readonly hasSource: boolean
  /** Whether a person is there to be told what to type next. */
  readonly hints: boolean
}
