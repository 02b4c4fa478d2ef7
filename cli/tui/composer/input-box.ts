import { layoutDraft, type Layout } from '../editor/layout.ts'
import type { Draft } from '../editor/draft.ts'
import type { EditVerb } from '../editor/edit-action.ts'
import type { DraftStore } from '../editor/draft-store.ts'
import { findImages, type ImagePlaces } from '../editor/find-images.ts'
import { imageFiles } from '../editor/image-files.ts'
import type { InputHistory } from '../editor/input-history.ts'
import type { Search } from '../editor/search-history.ts'
import type { KeyAction } from '../keys/key-actions.ts'
import { actionOf, type Keymap } from '../keys/keymap.ts'
import type { Input } from '../keys/read-input.ts'
import { Composer, isEditVerb } from './composer.ts'
import type { Menu } from './menu.ts'
import { Recall } from './recall.ts'

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
  /** Hears of everything that is typed, before anything comes of it: what it is bound to, null for text. */
  readonly heard: (action: KeyAction | null) => void
  /** An action that is not about the text. */
  readonly act: (action: ScreenAction) => void
}

/** What a person types: keys become edits, moves through history, choices of a menu, or actions of the screen. */
export class InputBox {
  readonly composer: Composer
  private readonly recall: Recall

  get keymap(): Keymap {
    return this.parts.keymap
  }

  /** The search through what was sent; null while there is none. */
  get search(): Search | null {
    return this.recall.search
  }

  constructor(private readonly parts: InputBoxParts) {
    this.recall = new Recall(parts.history)
    this.composer = new Composer(parts.width, () => {
      parts.menu.update(this.composer.draft)
      parts.drafts.changed(this.composer.draft)
      parts.changed()
    })
  }

  layout(maxRows: number): Layout {
    const found = this.recall.found()
    return found === null ? this.composer.layout(maxRows) : layoutDraft(found, this.parts.width(), maxRows, 0)
  }

  /** Takes the draft away; what it held is remembered. Answers what went wrong with remembering, if anything did. */
  take(): Draft {
    this.recall.forgetPlace()
    this.parts.menu.close()
    return this.composer.take()
  }

  hear(input: Input): void {
    if (input.kind === 'paste') {
      this.parts.heard(null)
      return this.paste(input.text)
    }
    const key = input.kind === 'key' ? input.key : input.text
    // A word that was typed at once is no key, though a key may be called so: `end`.
    const isKey = input.kind === 'key' || [...key].length === 1
    const action = isKey ? actionOf(this.parts.keymap, key, this.context()) : null
    this.parts.heard(action)
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
    if (this.recall.type(text)) this.parts.changed()
    else this.composer.insert(text)
  }

  private perform(action: KeyAction, key: string): void {
    const { menu } = this.parts
    if (this.recall.perform(action)) return
    // Any other key takes what was found.
    const found = this.recall.accept()
    if (found !== null) this.composer.replace(found)
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
        return this.recall.startSearch(this.composer.draft)
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
        this.recall.forgetPlace()
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
    const { draft } = this.composer
    if (!this.recall.isPassing(draft) && this.composer.move(direction)) return
    const shown = this.recall.step(direction, draft)
    if (shown === null) return
    this.composer.replace(shown)
    this.parts.menu.close()
  }
}
