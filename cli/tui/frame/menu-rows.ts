import { sanitizeLine } from '../../render/sanitize.ts'
import type { CompletionMenu } from '../composer/completion-menu.ts'
import type { Search } from '../editor/search-history.ts'
import { clipToWidth } from '../text/clip.ts'
import type { Theme } from '../theme.ts'

/** What may stand below the input; the first that there is. */
export interface MenuParts {
  readonly menu: CompletionMenu
  readonly question: string | null
  readonly search: Search | null
  readonly hint: string | null
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
}

/** A question, the search through what was sent, the completions, or a hint. */
export function menuRows({ menu, question, search, hint, columns, rows, theme }: MenuParts): readonly string[] {
  const line = (text: string): string => clipToWidth(sanitizeLine(text), columns)
  if (question !== null) return [theme.warning(line(question))]
  if (search !== null) {
    const found = search.failed ? 'nothing further' : 'Enter takes it, Ctrl+R looks further, Esc leaves'
    return [theme.dim(line(`search: ${search.query}_  ${found}`))]
  }
  if (menu.isOpen) {
    return menu.rows(Math.max(2, Math.min(8, Math.floor(rows / 4)))).map(({ label, summary, isChosen }) => {
      const text = clipToWidth(`${sanitizeLine(label)}  ${sanitizeLine(summary)}`.trimEnd(), Math.max(1, columns - 2))
      return isChosen ? theme.accent(`› ${text}`) : theme.dim(`  ${text}`)
    })
  }
  return hint === null ? [] : [theme.dim(line(hint))]
}
