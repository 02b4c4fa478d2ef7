import { waiting, type Waiting } from '../../core/machine/view/waiting.ts'
import type { State } from '../../core/machine/state.ts'
import type { CommandId } from '../../core/values/ids.ts'
import type { Texts } from './texts.ts'

/** As it was typed. */
const compactionText = '/compact'

/** What waits, with its text. */
export interface WaitingText {
  readonly waiting: Waiting
  /** Empty until it has been read. */
  readonly text: string
  /** Reads it. */
  readonly read: () => Promise<string>
}

/** The texts of what waits, read once each. */
export class WaitingTexts {
  private known = new Map<CommandId, string>()

  constructor(
    private readonly texts: Texts,
    private readonly changed: () => void,
  ) {}

  /** What waits now; the order in which it will be taken up. */
  list(state: Pick<State, 'run' | 'shell' | 'context'>): readonly WaitingText[] {
    return waiting(state).map((each) => ({
      waiting: each,
      text: this.textOf(each),
      read: () => this.read(each),
    }))
  }

  private textOf(each: Waiting): string {
    if (each.type === 'compaction') return compactionText
    const known = this.known.get(each.commandId)
    if (known !== undefined) return known
    this.known.set(each.commandId, '')
    this.read(each).then(
      (text) => {
        this.known.set(each.commandId, text)
        this.changed()
      },
      // It still waits; only its text is not to be had.
      () => undefined,
    )
    return ''
  }

  private async read(each: Waiting): Promise<string> {
    if (each.type === 'compaction') return compactionText
    return each.type === 'shell' ? `!${await this.texts.text(each.lineRef)}` : this.texts.said(each.input.ref)
  }
}
