import type { InputBox } from '../composer/input-box.ts'
import type { Theme } from '../theme.ts'
import type { InputView } from './frame-parts.ts'

/** The input box as it is drawn. */
export function inputView(box: InputBox, mostRows: number, theme: Theme, placeholders: readonly string[]): InputView {
  const { rows, cursor, above, below } = box.layout(mostRows)
  const drawn = rows.map((row) => row.map(({ text, atom }) => (atom ? theme.accent(text) : text)).join(''))
  return {
    rows: drawn,
    cursor,
    mark: above ? '↑' : below ? '↓' : '›',
    placeholders,
    isEmpty: box.composer.isEmpty && box.search === null,
  }
}
