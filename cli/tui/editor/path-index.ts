/** Paths made ready for searching; made once for a list. */
export interface PathIndex {
  readonly paths: readonly string[]
  /** In lower case where that keeps their length. */
  readonly lower: readonly string[]
  /** Which letters and digits a path holds, a bit each. */
  readonly masks: Int32Array
  /** What the last search kept, which a longer query narrows; a memory, not a result. */
  memory: { readonly query: string; readonly kept: readonly number[] } | null
}

const indexes = new WeakMap<readonly string[], PathIndex>()

/** The index of a list of paths; made at the first asking, again only for another list. */
export function pathIndex(paths: readonly string[]): PathIndex {
  let index = indexes.get(paths)
  if (!index) {
    const lower = paths.map(lowered)
    index = { paths, lower, masks: Int32Array.from(lower, maskOf), memory: null }
    indexes.set(paths, index)
  }
  return index
}

/** In lower case, unless that would shift the characters. */
export function lowered(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text
}

/** A bit for each letter, one for digits, one for all else that is not ASCII. */
export function maskOf(text: string): number {
  let mask = 0
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code >= 97 && code <= 122) mask |= 1 << (code - 97)
    else if (code >= 48 && code <= 57) mask |= 1 << 26
    else if (code >= 128) mask |= 1 << 27
  }
  return mask
}
