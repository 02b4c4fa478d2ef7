import type { Choice, Completions } from './complete.ts'

/** A menu of completions. */
export interface Menu {
  /** Null when it is closed. */
  readonly completions: Completions | null
  readonly selected: number
  /** Where the word begins for which it was closed by hand: it stays closed until another begins. */
  readonly closedAt: number | null
}

/** No menu. */
export const closedMenu: Menu = { completions: null, selected: 0, closedAt: null }

/** The menu after the draft changed; the choice stays selected while it is there and another one is not typed out. */
export function menuFor(menu: Menu, completions: Completions | null): Menu {
  if (completions === null) return closedMenu
  if (menu.closedAt === completions.from) return menu
  const first = { completions, selected: 0, closedAt: null }
  if (menu.selected === 0 || isTypedOut(first)) return first
  const label = chosen(menu)?.label
  const same = completions.choices.findIndex((choice) => choice.label === label)
  return { ...first, selected: Math.max(0, same) }
}

/** The menu with the choice above or below; it goes round. */
export function moveInMenu(menu: Menu, direction: 'up' | 'down'): Menu {
  const count = menu.completions?.choices.length ?? 0
  if (count === 0) return menu
  return { ...menu, selected: (menu.selected + (direction === 'up' ? count - 1 : 1)) % count }
}

/** Closed by hand. */
export function closeMenu(menu: Menu): Menu {
  return { ...closedMenu, closedAt: menu.completions?.from ?? menu.closedAt }
}

/** Opened again by hand. */
export function openMenu(completions: Completions | null): Menu {
  return menuFor(closedMenu, completions)
}

/** The choice that is selected. */
export function chosen(menu: Menu): Choice | null {
  return menu.completions?.choices[menu.selected] ?? null
}

/** Whether the selected choice is typed already: Enter then sends instead of taking it. */
export function isTypedOut(menu: Menu): boolean {
  const choice = chosen(menu)
  if (menu.completions === null || choice === null) return false
  return choice.isMeant === true || choice.insert.trimEnd() === menu.completions.typed.trimEnd()
}
