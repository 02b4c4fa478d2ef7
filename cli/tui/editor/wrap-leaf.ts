import { glyphIn } from './cells.ts'
import { unitsOf } from './graphemes.ts'
import type { Leaf } from './rope.ts'

/** How the part of a line that lies in one leaf breaks into rows. */
export interface WrappedLeaf {
  /** Units into the leaf at which a new row begins. */
  readonly breaks: readonly number[]
  /** The column behind it. */
  readonly column: number
  /** Units into the leaf of the newline that ends the line, or -1. */
  readonly newline: number
}

/** Wraps a leaf from a place on; remembered, because most leaves stay as they are from key to key. */
export function wrapLeaf(leaf: Leaf, from: number, column: number, width: number): WrappedLeaf {
  let known = wrapped.get(leaf)
  if (!known || known.size >= leafMemory) wrapped.set(leaf, (known = new Map<string, WrappedLeaf>()))
  const key = `${width} ${from} ${column}`
  let result = known.get(key)
  if (!result) known.set(key, (result = wrap(leaf, from, column, width)))
  return result
}

const leafMemory = 64
const wrapped = new WeakMap<Leaf, Map<string, WrappedLeaf>>()

function wrap({ content }: Leaf, from: number, column: number, width: number): WrappedLeaf {
  const part = typeof content === 'string' ? lineFrom(content, from) : content
  if (typeof part === 'string' && /^[\x20-\x7e]*$/.test(part)) return wrapCells(part.length, from, column, width)
  const breaks: number[] = []
  let at = from
  for (const { grapheme, units } of unitsOf(part)) {
    if (grapheme === '\n') {
      // A full row leaves no cell for the cursor behind it.
      if (column >= width) breaks.push(at)
      return { breaks, column: 0, newline: at }
    }
    let { cells } = glyphIn(content, grapheme, column, width)
    if (column + cells > width) {
      breaks.push(at)
      column = 0
      cells = glyphIn(content, grapheme, column, width).cells
    }
    column += cells
    at += units
  }
  return { breaks, column, newline: -1 }
}

/** Characters of one cell need no looking at. */
function wrapCells(count: number, from: number, column: number, width: number): WrappedLeaf {
  const breaks: number[] = []
  for (let used = width - column; used < count; used += width) breaks.push(from + used)
  const last = breaks.at(-1)
  return { breaks, column: last === undefined ? column + count : from + count - last, newline: -1 }
}

function lineFrom(text: string, from: number): string {
  const newline = text.indexOf('\n', from)
  return text.slice(from, newline === -1 ? text.length : newline + 1)
}
