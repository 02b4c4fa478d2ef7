import { applyChoice, completionsAt, type CompletionSources } from '../editor/complete.ts'
import { aroundCursor, type Draft } from '../editor/draft.ts'
import {
  chosen,
  closedMenu,
  closeMenu,
  isTypedOut,
  menuFor,
  moveInMenu,
  openMenu,
  type Menu as MenuState,
} from '../editor/menu.ts'
import type { Accepted, Menu } from './menu.ts'

/** A line of the menu. */
export interface MenuRow {
  readonly label: string
  readonly summary: string
  readonly isChosen: boolean
}

/** Completions of what is being written: commands, their arguments, files of the workspace. */
export class CompletionMenu implements Menu {
  private state: MenuState = closedMenu

  constructor(
    /** Asked at each change of the draft; `word` is what a completion would begin with. */
    private readonly sources: (word: string) => CompletionSources,
  ) {}

  get isOpen(): boolean {
    return this.state.completions !== null
  }

  update(draft: Draft): void {
    this.state = menuFor(this.state, this.completions(draft))
  }

  open(draft: Draft): void {
    this.state = openMenu(this.completions(draft))
  }

  move(by: 1 | -1): void {
    this.state = moveInMenu(this.state, by === 1 ? 'down' : 'up')
  }

  accept(draft: Draft, isEnter: boolean): Accepted | null {
    const { completions } = this.state
    const choice = chosen(this.state)
    if (completions === null || choice === null) return null
    const isDone = isTypedOut(this.state)
    this.close()
    if (isEnter && isDone) return { draft, sends: true }
    const isWhole = completions.kind !== 'path' && !choice.insert.endsWith(' ')
    return { draft: applyChoice(draft, completions, choice), sends: isEnter && isWhole }
  }

  close(): void {
    this.state = closeMenu(this.state)
  }

  /** At most so many rows around the chosen one. */
  rows(most: number): readonly MenuRow[] {
    const { completions, selected } = this.state
    const choices = completions?.choices ?? []
    const start = Math.max(0, Math.min(selected - Math.floor(most / 2), choices.length - most))
    return choices.slice(start, start + most).map(({ label, about }, index) => {
      return { label, summary: about, isChosen: start + index === selected }
    })
  }

  private completions(draft: Draft) {
    return completionsAt(draft, this.sources(aroundCursor(draft).before))
  }
}
