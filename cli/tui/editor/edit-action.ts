import type { Image } from './atom.ts'

/** What can be done to a draft, as data. Moves up and down are elsewhere: they depend on the width. */
export type EditAction =
  /** Text as it was typed, newlines and all. */
  | { readonly kind: 'insert'; readonly text: string }
  /** Text that was pasted: folded when it is long. */
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'attach'; readonly images: readonly Image[] }
  /** [from, to) is replaced, the cursor goes behind it. */
  | { readonly kind: 'replace'; readonly from: number; readonly to: number; readonly text: string }
  | { readonly kind: EditVerb }

/** Actions that need nothing said. */
export type EditVerb = (typeof editVerbs)[number]

/** Names of those; keys are bound to the same names. */
export const editVerbs = [
  'newline',
  'delete-left',
  'delete-right',
  'delete-word-left',
  'delete-word-right',
  'delete-to-blank',
  'delete-to-line-start',
  'delete-to-line-end',
  'yank',
  'undo',
  'redo',
  'clear',
  'left',
  'right',
  'word-left',
  'word-right',
  'line-start',
  'line-end',
  'start',
  'end',
] as const
