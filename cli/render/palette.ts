/** Wraps text in a colour, or leaves it. */
export type Paint = (text: string) => string

/** Leaves text as it is. */
export const unpainted: Paint = (text) => text

/** The few colours that output uses: those of the terminal's own palette. */
export interface Palette {
  readonly bold: Paint
  readonly dim: Paint
  readonly italic: Paint
  readonly underline: Paint
  readonly inverse: Paint
  readonly strike: Paint
  readonly red: Paint
  readonly green: Paint
  readonly yellow: Paint
  readonly blue: Paint
  readonly magenta: Paint
  readonly cyan: Paint
}

export type ColorChoice = 'auto' | 'always' | 'never'

/** Colours that are on, or that all leave the text as it is. */
export function palette(enabled: boolean): Palette {
  const paint = (open: number, close: number): Paint =>
    enabled ? (text) => (text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`) : unpainted
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    italic: paint(3, 23),
    underline: paint(4, 24),
    inverse: paint(7, 27),
    strike: paint(9, 29),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
    magenta: paint(35, 39),
    cyan: paint(36, 39),
  }
}

/** Whether to colour: the flag, then NO_COLOR, FORCE_COLOR and TERM=dumb, then the stream. */
export function wantsColor(choice: ColorChoice, env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (choice !== 'auto') return choice === 'always'
  if (env['NO_COLOR']) return false
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0'
  return isTerminal && env['TERM'] !== 'dumb'
}
