import { sanitizeLine } from '../../render/sanitize.ts'

/** A picture that goes with what is sent. */
export interface Image {
  /** Absolute. */
  readonly path: string
  readonly name: string
  readonly mediaType: ImageMediaType
  readonly sizeBytes: number
}

/** The pictures that models take. */
export type ImageMediaType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'

/**
 * One unit of a draft that stands for more than it shows. It is an object among texts, so that
 * nothing that a person types is ever taken for one, not even its own label.
 */
export type Atom =
  { readonly label: string; readonly paste: string } | { readonly label: string; readonly image: Image }

/** What is sent for an atom: a paste whole, an image by its label. */
export function expandAtom(atom: Atom): string {
  return 'paste' in atom ? atom.paste : atom.label
}

/** A pasted text as an atom; `taken` are the labels that the draft has. */
export function pasteAtom(text: string, taken: readonly string[]): Atom {
  const lines = countLines(text)
  const size = lines > 1 ? `${lines} lines` : `${text.length} characters`
  return { label: freeLabel(size, taken), paste: text }
}

/** An image as an atom; `taken` are the labels that the draft has. */
export function imageAtom(image: Image, taken: readonly string[]): Atom {
  return { label: freeLabel(`image ${sanitizeLine(image.name)}`, taken), image }
}

/** Lines as an editor counts them: the newline at the end starts none. */
export function countLines(text: string): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < text.length - 1; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

function freeLabel(what: string, taken: readonly string[]): string {
  const known = new Set(taken)
  for (let number = 1; ; number += 1) {
    const label = number === 1 ? `[${what}]` : `[${what} #${number}]`
    if (!known.has(label)) return label
  }
}
