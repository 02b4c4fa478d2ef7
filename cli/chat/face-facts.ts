import type { Store } from '../../core/ports/store.ts'
import type { Work } from '../compose.ts'
import type { Config, SandboxChoice } from '../config/config-file.ts'
import type { ColorChoice } from '../render/palette.ts'
import type { ThemeName } from '../tui/theme.ts'
import type { ClientFacts } from './client.ts'
import type { Departures } from './departures.ts'
import type { Input } from '../tui/keys/read-input.ts'
import type { Next } from './commands/slash-command.ts'

/** Flags about how a chat looks. */
export interface FaceFlags {
  readonly plain: boolean
  readonly theme: ThemeName | null
  readonly color: ColorChoice | null
}

/** What a chat is opened with. */
export interface FaceFacts {
  readonly facts: Omit<ClientFacts, 'say'>
  /** Said at once; empty for nothing. */
  readonly prompt: string
  /** Typed before this screen was there. */
  readonly typed: readonly Input[]
  /**
   * What went wrong on the way from the session before, which somebody who stays is told; null for the first session: what
   * keeps that one from being opened ends the program.
   */
  readonly follows: readonly string[] | null
  /** For the status line. */
  readonly remarks: readonly string[]
  readonly flags: FaceFlags
  /** As it was chosen; a driver in the background runs commands in the same way. */
  readonly sandbox: SandboxChoice
  readonly config: Config
  readonly store: Store
  readonly work: Work
  /** Sessions of before that are not quite left. */
  readonly departures: Departures
  /** Is given the leaving of this session where the next one does not wait for it. */
  readonly departing: (leaving: Promise<void>) => void
}

/** Shows a session until the person leaves it. */
export type OpenFace = (facts: FaceFacts) => Promise<Next>
