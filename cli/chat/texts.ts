import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { ItemView, ModelFormat, NativeItem } from '../../core/ports/model.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'

/** Reads what the log names by ref. */
export interface Texts {
  text(ref: BlobRef): Promise<string>
  /** The parts of a stored item as a person reads them. */
  views(ref: BlobRef): Promise<readonly ItemView[]>
  /** What a person said in an item. */
  said(ref: BlobRef): Promise<string>
}

/** Opens the texts of one session. */
export function openTexts(blobs: Pick<BlobStore, 'get'>, format: ModelFormat): Texts {
  const decoder = new TextDecoder()
  const views = async (ref: BlobRef): Promise<readonly ItemView[]> =>
    format.view(JSON.parse(decoder.decode(await blobs.get(ref))) as NativeItem)
  return {
    text: async (ref) => decoder.decode(await blobs.get(ref)),
    views,
    said: async (ref) =>
      (await views(ref))
        .flatMap((view) => (view.type === 'text' ? view.text : view.type === 'other' ? `[${view.label}]` : []))
        .join('\n'),
  }
}
