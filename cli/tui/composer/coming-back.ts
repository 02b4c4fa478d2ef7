import type { CommandId } from '../../../core/values/ids.ts'
import { isPrompt } from '../../chat/desk.ts'
import { draftFromParts, draftParts, type Parts } from '../editor/parts.ts'
import { sentText, type Composer } from './composer.ts'
import { giveBack, joinParts } from './give-back.ts'

/** Something that was sent and comes back. */
export interface Returned {
  /** What it is kept under as a draft until it is in the input. */
  readonly command: CommandId
  readonly parts: Parts
}

/** Where it is kept. */
export interface ComingBackParts {
  /** From now on it is kept, unless it is already. */
  readonly keep: (returned: Returned) => void
  /** The input has them now. */
  readonly given: (...commands: readonly CommandId[]) => void
  readonly changed: () => void
}

type Input = Pick<Composer, 'draft' | 'replace' | 'isEmpty'>

/**
 * Gives back into the input what was sent in vain. Prompts stand one below the other; a line that begins with `!` or `/` stands
 * alone, for with others one of them would mean something else: it waits until it is asked for.
 */
export class ComingBack {
  private waiting: readonly Returned[] = []

  constructor(private readonly parts: ComingBackParts) {}

  /** What waits for an input of its own, as it would be sent. */
  get texts(): readonly string[] {
    return this.waiting.map(({ parts }) => textOf(parts))
  }

  /** Gives back as much as goes together with what is in the input; the rest waits. */
  give(input: Input, returned: readonly Returned[]): void {
    const prompts = returned.filter(({ parts }) => !standsAlone(parts))
    const first = prompts.length > 0 ? prompts : returned.slice(0, 1)
    const fitting = first.every(({ parts }) => fits(input, parts)) ? first : []
    if (fitting.length > 0) {
      giveBack(input, joinParts(fitting.map(({ parts }) => parts)))
      this.parts.given(...fitting.map(({ command }) => command))
    }
    const rest = returned.filter((one) => !fitting.includes(one))
    if (rest.length === 0) return
    for (const one of rest) this.parts.keep(one)
    this.waiting = [...this.waiting, ...rest]
    this.parts.changed()
  }

  /** Gives back the newest that waits. */
  takeLast(input: Input): 'taken' | 'none' | 'no-room' {
    const last = this.waiting.at(-1)
    if (last === undefined) return 'none'
    if (!fits(input, last.parts)) return 'no-room'
    this.waiting = this.waiting.slice(0, -1)
    this.give(input, [last])
    return 'taken'
  }
}

/** Whether both mean the same when they are one draft. */
export function fits(input: Pick<Composer, 'draft' | 'isEmpty'>, parts: Parts): boolean {
  return input.isEmpty || !(standsAlone(parts) || standsAlone(draftParts(input.draft)))
}

function standsAlone(parts: Parts): boolean {
  return !isPrompt(textOf(parts))
}

function textOf(parts: Parts): string {
  return sentText(draftFromParts(parts))
}
