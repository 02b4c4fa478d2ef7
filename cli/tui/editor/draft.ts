import { expandAtom, type Atom, type Image } from './atom.ts'
import { leavesFrom, lengthOf, type Content, type Rope } from './rope.ts'
import { replaceRange, sliceRope } from './replace-range.ts'

/** A text and a place in it. */
export interface Moment {
  readonly text: Rope
  /** UTF-16 offset, always where a grapheme begins or at the end; an atom counts as one. */
  readonly cursor: number
}

/** What a person is writing. Immutable; `edit` makes the next one. */
export interface Draft extends Moment {
  /** The column that moves up and down try to keep. */
  readonly wishedColumn: number | null
  /** What was cut last, to be put back. */
  readonly killed: readonly Content[]
  /** Oldest first. */
  readonly undo: readonly Moment[]
  readonly redo: readonly Moment[]
  /** What the last action was, where the next may go on with it. */
  readonly doing: 'typing' | 'blank' | 'deleting' | 'killing' | null
}

/** A draft with nothing in it. */
export const emptyDraft: Draft = {
  text: null,
  cursor: 0,
  wishedColumn: null,
  killed: [],
  undo: [],
  redo: [],
  doing: null,
}

/** A draft that holds some content, its cursor at the end. */
export function draftOf(content: readonly Content[]): Draft {
  const text = replaceRange(null, 0, 0, content)
  return { ...emptyDraft, text, cursor: lengthOf(text) }
}

/** Whether there is nothing in it, not even a blank. */
export function isEmpty(draft: Moment): boolean {
  return draft.text === null
}

/** The content in order, texts as long as possible. */
export function contentOf(draft: Moment): readonly Content[] {
  const content: Content[] = []
  let texts: string[] = []
  for (const { leaf } of leavesFrom(draft.text, 0)) {
    if (typeof leaf.content === 'string') texts.push(leaf.content)
    else {
      if (texts.length > 0) content.push(texts.join(''))
      texts = []
      content.push(leaf.content)
    }
  }
  return texts.length > 0 ? [...content, texts.join('')] : content
}

/** What is sent: texts as they stand, pastes whole, images by their labels. */
export function expand(draft: Moment): string {
  return expandContent(contentOf(draft))
}

/** What is sent for some content. */
export function expandContent(content: readonly Content[]): string {
  return content.map((piece) => (typeof piece === 'string' ? piece : expandAtom(piece))).join('')
}

/** The atoms in order. */
export function atomsOf(draft: Moment): readonly Atom[] {
  return contentOf(draft).filter((piece) => typeof piece !== 'string')
}

/** The images that go with what is sent, in order, each file once. */
export function attachments(draft: Moment): readonly Image[] {
  const images = atomsOf(draft).flatMap((atom) => ('image' in atom ? [atom.image] : []))
  return [...new Map(images.map((image) => [image.path, image])).values()]
}

/** The text on both sides of the cursor on its line, at most `units` each way, ended by an atom. */
export function aroundCursor(
  { text, cursor }: Moment,
  units = 1024,
): { readonly before: string; readonly behind: string } {
  const before = sliceRope(text, Math.max(0, cursor - units), cursor)
  const behind = sliceRope(text, cursor, cursor + units)
  let head = ''
  for (const piece of before) head = typeof piece === 'string' ? head + piece : ''
  let tail = ''
  for (const piece of behind) {
    if (typeof piece !== 'string') break
    tail += piece
  }
  return {
    before: head.slice(head.lastIndexOf('\n') + 1),
    behind: tail.split('\n', 1)[0] ?? '',
  }
}
