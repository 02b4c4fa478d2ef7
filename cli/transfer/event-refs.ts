import type { Event } from '../../core/machine/events.ts'
import { isBlobRef, type BlobRef } from '../../core/values/blob-ref.ts'

/** What an event names by content. */
export interface EventRefs {
  readonly blobs: readonly BlobRef[]
  /** Roots of trees. */
  readonly trees: readonly BlobRef[]
}

/** Every ref of an event: what stands under a name that ends in `ref`, so that events to come are read too. */
export function eventRefs(event: Event): EventRefs {
  const refs = collect('', event)
  return event.kind.startsWith('workspace.') ? { blobs: [], trees: refs } : { blobs: refs, trees: [] }
}

function collect(name: string, value: unknown): readonly BlobRef[] {
  if (typeof value === 'string') return /ref$/i.test(name) && isBlobRef(value) ? [value] : []
  if (Array.isArray(value)) return value.flatMap((part) => collect(name, part))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => collect(key, part))
}
