import { boundaryBefore } from './graphemes.ts'
import { joinRopes, leafAt, leafOf, leavesFrom, ropeOf, splitRope, type Content, type Leaf, type Rope } from './rope.ts'

/** Units of text in a leaf at most; a grapheme that is longer counts as several. */
const leafUnits = 512

/** A rope with [from, to) replaced by other content. Only the leaves at both ends are cut anew. */
export function replaceRange(rope: Rope, from: number, to: number, content: readonly Content[]): Rope {
  const first = leafAt(rope, from - 1)
  const last = leafAt(rope, to)
  const head = first && typeof first.leaf.content === 'string' ? first.leaf.content.slice(0, from - first.start) : ''
  const tail = last && typeof last.leaf.content === 'string' ? last.leaf.content.slice(to - last.start) : ''
  const [before] = splitRope(rope, from - head.length)
  const [, behind] = splitRope(rope, to + tail.length)
  return joinRopes(joinRopes(before, ropeOf(cut([head, ...content, tail]))), behind)
}

/** The content in [from, to). */
export function sliceRope(rope: Rope, from: number, to: number): readonly Content[] {
  const slice: Content[] = []
  if (from >= to) return slice
  for (const { leaf, start } of leavesFrom(rope, from)) {
    if (start >= to) break
    const { content } = leaf
    slice.push(typeof content === 'string' ? content.slice(Math.max(0, from - start), to - start) : content)
  }
  return slice
}

function cut(content: readonly Content[]): readonly Leaf[] {
  const leaves: Leaf[] = []
  let texts: string[] = []
  const flush = (): void => {
    for (const text of cutText(texts.join(''))) leaves.push(leafOf(text))
    texts = []
  }
  for (const piece of content) {
    if (typeof piece === 'string') texts.push(piece)
    else {
      flush()
      leaves.push(leafOf(piece))
    }
  }
  flush()
  return leaves
}

function* cutText(text: string): Generator<string> {
  let start = 0
  while (text.length - start > leafUnits) {
    // Looks a little beyond the cut: what follows may belong to the grapheme before it.
    const window = text.slice(start, start + leafUnits + 64)
    let size = boundaryBefore(window, leafUnits)
    if (size === 0) size = isLowSurrogate(text.charCodeAt(start + leafUnits)) ? leafUnits - 1 : leafUnits
    yield text.slice(start, start + size)
    start += size
  }
  if (start < text.length) yield text.slice(start)
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}
