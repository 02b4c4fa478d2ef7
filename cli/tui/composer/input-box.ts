import { layoutDraft, type Layout } from '../editor/layout.ts'
import { browseNewer, browseOlder, isBrowsing, type Browse } from '../editor/browse-history.ts'
import type { Draft } from '../editor/draft.ts'
import type { EditVerb } from '../editor/edit-action.ts'
import type { DraftStore } from '../editor/draft-store.ts'
import { findImages, type ImagePlaces } from '../editor/find-images.ts'
import { imageFiles } from '../editor/image-files.ts'
import type { InputHistory } from '../editor/input-history.ts'
import {
  searchedDraft,
  searchFor,
  searchNewer,
  searchOlder,
  startSearch,
  type Search,
} from '../editor/search-history.ts'
import type { KeyAction } from '../keys/key-actions.ts'
import { actionOf, type Keymap } from '../keys/keymap.ts'
import type { Input } from '../keys/read-input.ts'
import { Composer, isEditVerb } from './composer.ts'
import type { Menu } from './menu.ts'

/** What the input box leaves to the screen around it. */
export type ScreenAction = Exclude<
  KeyAction,
  | 'newline'
  | 'complete'
  | 'up'
  | 'down'
  | 'history-search'
  | `menu-${string}`
  | `search-${string}`
  | Exclude<EditVerb, 'clear'>
>

/** What the input box needs. */
export interface InputBoxParts {
  readonly keymap: Keymap
  readonly history: InputHistory
  readonly menu: Menu
  readonly drafts: Pick<DraftStore, 'changed'>
  readonly imagePlaces: ImagePlaces
  /** Hears of an image that cannot be taken. */
  readonly complain: (mistake: string) => void
  readonly isRunning: () => boolean
  readonly width: () => number
  readonly changed: () => void
  /** An action that is not about the text. */
  readonly act: (action: ScreenAction) => void
}

/** What a person types: keys become edits, moves through history, choices of a menu, or actions of the screen. */
export class InputBox {
  readonly composer: Composer
  search: Search | null = null
  get keymap(): Keymap {
    return this.parts.keymap
  }

  private browse: Browse | null = null

  constructor(private readonly parts: InputBoxParts) {
    this.composer = new Composer(parts.width, () => {
      parts.menu.update(this.composer.draft)
      parts.drafts.changed(this.composer.draft)
      parts.changed()
    })
  }

  layout(maxRows: number): Layout {
    const { search } = this
    if (search === null) return this.composer.layout(maxRows)
    return layoutDraft(searchedDraft(search, this.parts.history), this.parts.width(), maxRows, 0)
  }

  /** Takes the draft away; what it held is remembered. Answers what went wrong with remembering, if anything did. */
  take(): Draft {
    this.browse = null
    this.parts.menu.close()
    return this.composer.take()
  }

  hear(input: Input): void {
    if (input.kind === 'paste') return this.paste(input.text)
    const key = input.kind === 'key' ? input.key : input.text
    // A word that was typed at once is no key, though a key may be called so: `end`.
    const isKey = input.kind === 'key' || [...key].length === 1
    const action = isKey ? actionOf(this.parts.keymap, key, this.context()) : null
    if (action !== null) {
      this.perform(action, key)
      this.parts.changed()
    } else if (input.kind === 'text') this.type(input.text)
    // Alt and this key mean nothing: it was Esc, and the key right behind it.
    else for (const one of input.apart ?? []) this.hear(one)
  }

  private paste(text: string): void {
    const found = findImages(text, this.parts.imagePlaces, imageFiles)
    if (found === null) return this.composer.paste(text)
    if ('mistake' in found) return this.parts.complain(found.mistake)
    this.composer.attach(found.images)
  }

  private context() {
    const { menu, isRunning } = this.parts
    return {
      searching: this.search !== null,
      choosing: menu.isOpen,
      empty: this.composer.isEmpty,
      running: isRunning(),
    }
  }

  private type(text: string): void {
    if (this.search === null) return this.composer.insert(text)
    this.search = searchFor(this.search, this.search.query + text, this.parts.history)
    this.parts.changed()
  }

  private perform(action: KeyAction, key: string): void {
    const { menu } = this.parts
    if (this.search !== null) {
      if (this.performSearch(action, this.search)) return
      this.acceptSearch(this.search)
    }
    switch (action) {
      case 'send':
        if (this.composer.goOn()) return
        return this.parts.act('send')
      case 'newline':
        return this.composer.verb('newline')
      case 'complete':
        return menu.open(this.composer.draft)
      case 'up':
      case 'down':
        return this.move(action)
      case 'history-search':
        this.search = startSearch(this.composer.draft)
        return
      case 'menu-up':
        return menu.move(-1)
      case 'menu-down':
        return menu.move(1)
      case 'menu-accept':
        return this.accept(key === 'enter')
      case 'menu-close':
        return menu.close()
      case 'search-older':
      case 'search-newer':
      case 'search-accept':
      case 'search-cancel':
        return
      case 'clear':
        return this.parts.act('clear')
      default:
        return isEditVerb(action) ? this.composer.verb(action) : this.parts.act(action)
    }
  }

  private accept(isEnter: boolean): void {
    const accepted = this.parts.menu.accept(this.composer.draft, isEnter)
    if (accepted === null) return
    this.composer.replace(accepted.draft)
    if (accepted.sends) this.parts.act('send')
  }

  private move(direction: 'up' | 'down'): void {
    const { history } = this.parts
    const isPassing = isBrowsing(this.browse, this.composer.draft)
    if (!isPassing && this.composer.move(direction)) return
    const browse = direction === 'up' ? browseOlder : browseNewer
    const next = browse(this.browse, this.composer.draft, history)
    if (next === null) return
    this.browse = next
    this.composer.replace(next.shown)
    this.parts.menu.close()
  }

  /** Whether the action was one of the search. */
  private performSearch(action: KeyAction, search: Search): boolean {
    const { history } = this.parts
    switch (action) {
      case 'search-older':
        this.search = searchOlder(search, history)
        return true
      case 'search-newer':
        this.search = searchNewer(search, history)
        return true
      case 'search-accept':
        this.acceptSearch(search)
        return true
      case 'search-cancel':
        this.search = null
        return true
      case 'delete-left':
        this.search = searchFor(search, search.query.slice(0, -1), history)
        return true
      default:
        return false
    }
  }

  private acceptSearch(search: Search): void {
    this.search = null
    this.composer.replace(searchedDraft(search, this.parts.history))
  }
}
