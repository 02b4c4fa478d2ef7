/** Lines that are finished: they go to the terminal's scrollback once. */
export interface FinishedLines {
  readonly id: number
  readonly text: string
}

/** The newest that finished. Pieces are only added to a page; all that stood on the one before it is written. */
export interface FinishedPage {
  readonly id: number
  readonly pieces: readonly FinishedLines[]
}

/** A session may be open for months: what is written is forgotten, so many pieces at a time. */
const piecesOfPage = 100

/** A page with another piece on it; a full one makes room. */
export function addToPage({ id, pieces }: FinishedPage, text: string): FinishedPage {
  if (pieces.length >= piecesOfPage) return { id: id + 1, pieces: [{ id: 0, text }] }
  return { id, pieces: [...pieces, { id: pieces.length, text }] }
}
