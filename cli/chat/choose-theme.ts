import { wantsColor } from '../render/palette.ts'
import type { Config } from '../config/config-file.ts'
import type { ThemeName } from '../tui/theme.ts'
import type { FaceFlags } from './face-facts.ts'

/** The theme of this terminal: the flag, no colours where none are wanted, the config, what the terminal says of itself. */
export function chooseTheme(flags: FaceFlags, configured: ThemeName | null, env: NodeJS.ProcessEnv): ThemeName {
  if (flags.theme !== null) return flags.theme
  if (!wantsColor(flags.color ?? 'auto', env, true)) return 'plain'
  return configured ?? (hasLightGround(env) ? 'light' : 'dark')
}

/** The settings with the theme that is in force whenever it is asked for. */
export function themeInForce(config: Config, current: () => ThemeName): Config {
  return {
    ...config,
    get theme() {
      return current()
    },
  }
}

/** `COLORFGBG` is `foreground;background` in the 16 colours, where a terminal sets it. */
function hasLightGround(env: NodeJS.ProcessEnv): boolean {
  const ground = Number(env['COLORFGBG']?.split(';').at(-1))
  return ground === 7 || ground === 15
}
