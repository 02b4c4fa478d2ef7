import type { InputBox } from './composer/input-box.ts'
import { apart, type Input } from './keys/read-input.ts'
import type { Pulse } from './pulse.ts'
import type { Question } from './question.ts'

/** Who hears the keys of a chat. */
export interface ChatKeysParts {
  readonly question: Pick<Question, 'text' | 'hear'>
  readonly box: Pick<InputBox, 'hear'>
  readonly pulse: Pick<Pulse, 'now'>
}

/** Hands what is typed to whoever hears it now: the screen to come, the question that is open, the input. */
export class ChatKeys {
  /** Typed before the first paint, on the screen before this one too; null since then. */
  private early: Input[] | null
  /** Typed after the person left; null while they have not. */
  private late: Input[] | null = null

  constructor(
    private readonly parts: ChatKeysParts,
    typed: readonly Input[],
  ) {
    this.early = [...typed]
  }

  hear(inputs: readonly Input[]): void {
    for (const input of inputs) this.hearOne(input)
    this.parts.pulse.now()
  }

  /** What was typed early is heard, in its order. */
  begin(): void {
    const early = this.early ?? []
    this.early = null
    this.hear(early)
  }

  /** What is typed from now on is not meant for this session. Returns what will have been typed. */
  leave(): readonly Input[] {
    // Whoever leaves before the first paint takes along what was typed so far.
    this.late ??= this.early?.splice(0) ?? []
    return this.late
  }

  private hearOne(input: Input): void {
    const { question, box } = this.parts
    if (this.late !== null) this.late.push(input)
    else if (this.early !== null) this.early.push(input)
    else if (question.text === null || input.kind === 'paste') box.hear(input)
    else this.answer(apart(input))
  }

  /** No question is answered with Alt: it was Esc, and what is right behind it is for whoever hears it then. */
  private answer([first, ...rest]: readonly Input[]): void {
    if (first !== undefined) this.parts.question.hear(first)
    for (const input of rest) this.hearOne(input)
  }
}
