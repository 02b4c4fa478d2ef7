import { assertNever } from '../../../core/values/assert-never.ts'
import { imageAtom, type Image } from './atom.ts'
import { cleanText } from './clean-text.ts'
import { atomsOf, type Draft } from './draft.ts'
import type { EditAction } from './edit-action.ts'
import { foldPaste } from './fold-paste.ts'
import { changed, deleted, killed, moved, redone, undone } from './revise.ts'
import { lengthOf, type Content } from './rope.ts'
import { sliceRope } from './replace-range.ts'
import { blankLeft, lineEnd, lineStart, stepLeft, stepRight, wordLeft, wordRight } from './walk.ts'

/** The draft after an action. The same draft when there was nothing to do. */
export function edit(draft: Draft, action: EditAction): Draft {
  const { text, cursor } = draft
  switch (action.kind) {
    case 'insert':
      return insert(draft, action.text)
    case 'newline':
      return insert(draft, '\n')
    case 'paste':
      return changed(draft, cursor, cursor, foldPaste(action.text, labels(draft)), null)
    case 'attach':
      return changed(draft, cursor, cursor, imageAtoms(draft, action.images), null)
    case 'replace':
      return changed(draft, action.from, action.to, [cleanText(action.text)], null)
    case 'delete-left':
      return deleted(draft, stepLeft(text, cursor), cursor)
    case 'delete-right':
      return deleted(draft, cursor, stepRight(text, cursor))
    case 'delete-word-left':
      return killed(draft, wordLeft(text, cursor), cursor)
    case 'delete-word-right':
      return killed(draft, cursor, wordRight(text, cursor))
    case 'delete-to-blank':
      return killed(draft, blankLeft(text, cursor), cursor)
    case 'delete-to-line-start':
      return killed(draft, beyond(lineStart(text, cursor), cursor, cursor - 1), cursor)
    case 'delete-to-line-end':
      return killed(draft, cursor, beyond(lineEnd(text, cursor), cursor, cursor + 1))
    case 'yank':
      return changed(draft, cursor, cursor, draft.killed, null)
    case 'undo':
      return undone(draft)
    case 'redo':
      return redone(draft)
    case 'clear':
      return changed(draft, 0, lengthOf(text), [], null)
    case 'left':
      return moved(draft, stepLeft(text, cursor))
    case 'right':
      return moved(draft, stepRight(text, cursor))
    case 'word-left':
      return moved(draft, wordLeft(text, cursor))
    case 'word-right':
      return moved(draft, wordRight(text, cursor))
    case 'line-start':
      return moved(draft, lineStart(text, cursor))
    case 'line-end':
      return moved(draft, lineEnd(text, cursor))
    case 'start':
      return moved(draft, 0)
    case 'end':
      return moved(draft, lengthOf(text))
    default:
      return assertNever(action)
  }
}

/** `\` before the cursor and Enter make a newline; null where there is no `\`. */
export function continueLine(draft: Draft): Draft | null {
  const { text, cursor } = draft
  const before = stepLeft(text, cursor)
  const [piece] = sliceRope(text, before, cursor)
  return piece === '\\' ? edit(draft, { kind: 'replace', from: before, to: cursor, text: '\n' }) : null
}

function insert(draft: Draft, typed: string): Draft {
  const text = cleanText(typed)
  const doing = /^\s/.test(text) ? 'blank' : 'typing'
  return changed(draft, draft.cursor, draft.cursor, [text], doing)
}

/** At the end of its line a cut takes the newline too. */
function beyond(at: number, cursor: number, further: number): number {
  return at === cursor ? further : at
}

function labels(draft: Draft): readonly string[] {
  return atomsOf(draft).map(({ label }) => label)
}

function imageAtoms(draft: Draft, images: readonly Image[]): readonly Content[] {
  const taken = [...labels(draft)]
  return images.flatMap((image) => {
    const atom = imageAtom(image, taken)
    taken.push(atom.label)
    return [atom, ' ']
  })
}
