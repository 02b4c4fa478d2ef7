import type { StoredEntry } from '../log/entry.ts'

/** The first entries, up to the one with which their JSON reaches this many bytes. */
export function untilBytes(entries: readonly StoredEntry[], mostBytes = Infinity): readonly StoredEntry[] {
  if (mostBytes === Infinity) return entries
  let sizeBytes = 0
  const end = entries.findIndex((entry) => (sizeBytes += jsonBytes(entry)) >= mostBytes)
  return end === -1 ? entries : entries.slice(0, end + 1)
}

/** Bytes of a value as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}
