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
  const isTree = ({ name }: NamedRef): boolean => event.kind.startsWith('workspace.') && name !== 'ignoreRef'
  const of = (some: readonly NamedRef[]) => some.map(({ ref }) => ref)
  return { blobs: of(refs.filter((named) => !isTree(named))), trees: of(refs.filter(isTree)) }
}

interface NamedRef {
  readonly name: string
  readonly ref: BlobRef
}

function collect(name: string, value: unknown): readonly NamedRef[] {
  if (typeof value === 'string') return /ref$/i.test(name) && isBlobRef(value) ? [{ name, ref: value }] : []
  if (Array.isArray(value)) return value.flatMap((part) => collect(name, part))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => collect(key, part))
}
