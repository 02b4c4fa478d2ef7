import type { Store } from '../../core/ports/store.ts'
import type { Work } from '../compose.ts'
import type { ColorChoice } from '../render/palette.ts'
import { wantsColor } from '../render/palette.ts'
import type { Config, SandboxChoice } from '../config/config-file.ts'
import type { ThemeName } from '../tui/theme.ts'
import { UsageError } from '../errors.ts'
import type { ClientFacts } from './client.ts'
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
  /** For the status line. */
  readonly remarks: readonly string[]
  readonly flags: FaceFlags
  /** As it was chosen; a driver in the background runs commands in the same way. */
  readonly sandbox: SandboxChoice
  readonly config: Config
  readonly store: Store
  readonly work: Work
}

/** Shows a session until the person leaves it. */
export type OpenFace = (facts: FaceFacts) => Promise<Next>

/** The screen that repaints, or plain lines. @throws UsageError without a terminal */
export function chooseFace(flags: FaceFlags): OpenFace {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UsageError('this needs a terminal; lightspeed run works in a pipe, and log --follow reads along')
  }
  if (flags.plain || process.env['TERM'] === 'dumb')
    return async (facts) => (await import('./plain/open-plain.ts')).openPlain(facts)
  return async (facts) => (await import('../tui/open-screen.ts')).openScreen(facts)
}

/** The theme of this terminal: the flag, no colours where none are wanted, the config, what the terminal says of itself. */
export function chooseTheme(flags: FaceFlags, configured: ThemeName | null, env: NodeJS.ProcessEnv): ThemeName {
  if (flags.theme !== null) return flags.theme
  if (!wantsColor(flags.color ?? 'auto', env, true)) return 'plain'
  return configured ?? (hasLightGround(env) ? 'light' : 'dark')
}

/** `COLORFGBG` is `foreground;background` in the 16 colours, where a terminal sets it. */
function hasLightGround(env: NodeJS.ProcessEnv): boolean {
  const ground = Number(env['COLORFGBG']?.split(';').at(-1))
  return ground === 7 || ground === 15
}
