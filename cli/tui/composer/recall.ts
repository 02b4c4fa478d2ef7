import { browseNewer, browseOlder, isBrowsing, type Browse } from '../editor/browse-history.ts'
import type { Draft } from '../editor/draft.ts'
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

/** Brings back what was sent before: it is gone through, or searched. */
export class Recall {
  /** Null while nothing is searched. */
  search: Search | null = null
  private browse: Browse | null = null

  constructor(private readonly history: InputHistory) {}

  /** The next one that way; null when there is none. */
  step(direction: 'up' | 'down', draft: Draft): Draft | null {
    const browse = direction === 'up' ? browseOlder : browseNewer
    const next = browse(this.browse, draft, this.history)
    if (next === null) return null
    this.browse = next
    return next.shown
  }

  /** Whether the draft is what was brought back, as it was. */
  isPassing(draft: Draft): boolean {
    return isBrowsing(this.browse, draft)
  }

  /** The draft was sent or cleared: the next way back begins at the newest, and entries are as they were sent. */
  forgetPlace(): void {
    this.browse = null
  }

  startSearch(draft: Draft): void {
    this.search = startSearch(draft)
  }

  /** What the search shows; null while nothing is searched. */
  found(): Draft | null {
    return this.search === null ? null : searchedDraft(this.search, this.history)
  }

  /** Text is searched as it is typed; false while nothing is searched. */
  type(text: string): boolean {
    if (this.search === null) return false
    this.search = searchFor(this.search, this.search.query + text, this.history)
    return true
  }

  /** Ends the search. Returns what it showed; null when nothing was searched. */
  accept(): Draft | null {
    const found = this.found()
    this.search = null
    return found
  }

  /** Whether the action was one of the search, other than taking what it shows. */
  perform(action: KeyAction): boolean {
    const { search, history } = this
    if (search === null) return false
    switch (action) {
      case 'search-older':
        this.search = searchOlder(search, history)
        return true
      case 'search-newer':
        this.search = searchNewer(search, history)
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
}
