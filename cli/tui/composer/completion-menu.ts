import type { Draft } from '../editor/draft.ts'
import type { Accepted, Menu } from './menu.ts'

/** A line of the menu. */
export interface MenuRow {
  readonly label: string
  readonly summary: string
  readonly isChosen: boolean
}

export class CompletionMenu implements Menu {
  isOpen = false
  update(_draft: Draft): void {}
  open(_draft: Draft): void {}
  move(_by: 1 | -1): void {}
  accept(_draft: Draft): Accepted | null {
    return null
  }
  close(): void {}
  rows(_most: number): readonly MenuRow[] {
    return []
  }
}
