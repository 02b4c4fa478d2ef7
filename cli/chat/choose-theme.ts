import { wantsColor } from '../render/palette.ts'
import type { ThemeName } from '../tui/theme.ts'
import type { FaceFlags } from './face-facts.ts'

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
