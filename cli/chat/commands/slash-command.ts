import type { Store } from '../../../core/ports/store.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import type { Work } from '../../compose.ts'
import type { Config } from '../../config/config-file.ts'
import type { Block, Tone } from '../block.ts'
import type { ChatClient } from '../client.ts'
import type { Input } from '../../tui/keys/read-input.ts'

/** What follows when the screen closes. */
export type Next =
  | { readonly type: 'leave' }
  | {
      readonly type: 'open'
      readonly session: SessionId
      /** Typed while the screen was given up: for the one that follows. */
      readonly typed?: readonly Input[]
    }
  | {
      readonly type: 'begin'
      /** `provider/model[:effort]` as it is in the session that is left; empty when that is not known yet. */
      readonly model: string
      readonly typed?: readonly Input[]
    }

/** What commands of the chat work with. */
export interface ChatDesk {
  readonly client: ChatClient
  readonly store: Store
  readonly work: Work
  /** Its theme is the one in force here. */
  readonly config: Config
  /** Adds to the conversation; nothing of it reaches the model. */
  show(block: Block): void
  say(text: string, tone?: Tone): void
  /** Closes the screen: for good, or for another session. */
  close(next: Next): void
  setTheme(name: string): boolean
  /** Lets the person choose a session; null when they left it. */
  pick(): Promise<SessionId | null>
  /** Gives the terminal to somebody else for a while. */
  lend<T>(work: () => Promise<T>): Promise<T>
  /** Asks a question that takes one key; null when the person left it with Esc. */
  ask(question: string, keys: readonly string[]): Promise<string | null>
}

/** Something that an argument may be. */
export interface Candidate {
  readonly value: string
  readonly summary: string
  /** Of what goes by an id that nobody knows by heart: it is found by these, and by the beginning of the id. */
  readonly called?: { readonly name: string | null; readonly words: string }
}

/** A command that is typed into the chat as `/name argument`. */
export interface SlashCommand {
  readonly name: string
  /** How the argument is written, as `[MODEL]`; empty for none. */
  readonly usage: string
  readonly summary: string
  /** What the argument may be, for the menu. */
  readonly candidates?: (desk: ChatDesk) => Promise<readonly Candidate[]>
  /** @throws the errors of the work; they are shown as one line */
  readonly run: (argument: string, desk: ChatDesk) => Promise<void>
}
