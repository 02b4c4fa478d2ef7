import type { RunOutcome } from '../../core/machine/run/events.ts'
import type { ToolOutcome } from '../../core/machine/tool/events.ts'
import type { RunTally } from '../outcome/run-tally.ts'

/** How much a note matters to a person. */
export type Tone = 'quiet' | 'good' | 'warning' | 'error'

/** What a person said; `steer` joins the run under way. */
export interface PromptBlock {
  readonly type: 'prompt'
  readonly how: 'run' | 'steer'
  readonly text: string
}

/** What the model said, or thought, as a whole. */
export interface SpeechBlock {
  readonly type: 'answer' | 'thinking'
  readonly text: string
}

/** A tool call that is over, and what it changed. */
export interface CallBlock {
  readonly type: 'call'
  readonly title: string
  readonly outcome: ToolOutcome
  readonly exitCode: number | null
  readonly durationMs: number
  /** Unified diffs of the files that it changed; empty without any. */
  readonly diff: string
  /** What it said, for commands and failures; null where that is not worth a line. */
  readonly output: string | null
}

/** Something about the session that a person should know. */
export interface NoteBlock {
  readonly type: 'note'
  readonly tone: Tone
  readonly text: string
}

/** A unified diff that was asked for. */
export interface DiffBlock {
  readonly type: 'diff'
  readonly diff: string
}

/** A run is over; no tally when its beginning was not read. */
export interface EndBlock {
  readonly type: 'end'
  readonly outcome: RunOutcome
  readonly tally: RunTally | null
}

/** A piece of the conversation that will not change any more. Its texts are not yet safe for a terminal. */
export type Block = PromptBlock | SpeechBlock | CallBlock | NoteBlock | DiffBlock | EndBlock

/** A note, to be handed out. */
export function note(text: string, tone: Tone = 'quiet'): NoteBlock {
  return { type: 'note', tone, text }
}
