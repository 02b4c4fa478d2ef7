import { sanitizeLine } from '../../render/sanitize.ts'
import type { CompletionMenu } from '../composer/completion-menu.ts'
import type { Search } from '../editor/search-history.ts'
import { searchHints } from '../key-hints.ts'
import type { KeyOf } from '../keys/key-label.ts'
import { clipToWidth } from '../text/clip.ts'
import { displayWidth } from '../text/display-width.ts'
import { firstFitting } from '../text/first-fitting.ts'
import type { Theme } from '../theme.ts'

/** What may stand below the input; the first that there is. */
export interface MenuParts {
  readonly menu: CompletionMenu
  readonly question: string | null
  readonly search: Search | null
  readonly hint: readonly string[]
  readonly keyOf: KeyOf
  readonly columns: number
  /** For a menu. */
  readonly mostRows: number
  readonly theme: Theme
}

/** A question, the search through what was sent, the completions, or a hint. */
export function menuRows(parts: MenuParts): readonly string[] {
  const { menu, question, search, hint, columns, mostRows, theme } = parts
  const line = (text: string): string => clipToWidth(sanitizeLine(text), columns)
  if (question !== null) return [theme.warning(line(question))]
  if (search !== null) {
    const searched = sanitizeLine(`search: ${search.query}_`)
    const found = search.failed ? ['nothing further'] : searchHints(parts.keyOf)
    return [theme.dim(line(`${searched}  ${firstFitting(found, columns - displayWidth(searched) - 2)}`.trimEnd()))]
  }
  if (menu.isOpen) {
    return menu.rows(mostRows).map(({ label, summary, isChosen }) => {
      const text = clipToWidth(`${sanitizeLine(label)}  ${sanitizeLine(summary)}`.trimEnd(), Math.max(1, columns - 2))
      return isChosen ? theme.accent(`› ${text}`) : theme.dim(`  ${text}`)
    })
  }
  return hint.length === 0 ? [] : [theme.dim(firstFitting(hint, columns))]
}
