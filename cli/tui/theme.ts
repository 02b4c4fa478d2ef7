import { palette, unpainted, type Paint } from '../render/palette.ts'

export type ThemeName = 'dark' | 'light' | 'plain'

export const themeNames: readonly ThemeName[] = ['dark', 'light', 'plain']

/** Classes of code that are told apart. */
export type SyntaxClass = 'keyword' | 'string' | 'number' | 'comment' | 'name' | 'type' | 'meta' | 'added' | 'removed'

/** What text means, as paints of the terminal's own 16 colours. */
export interface Theme {
  readonly name: ThemeName
  /** No colour may say it: marks such as `#`, `**` and `{+ +}` do. */
  readonly marks: boolean
  /** @param level 1 to 6 */
  heading(level: number, text: string): string
  readonly text: Paint
  readonly strong: Paint
  readonly emphasis: Paint
  readonly struck: Paint
  readonly code: Paint
  readonly link: Paint
  readonly quote: Paint
  readonly dim: Paint
  readonly thinking: Paint
  readonly added: Paint
  readonly removed: Paint
  readonly addedWord: Paint
  readonly removedWord: Paint
  readonly hunk: Paint
  readonly lineNumber: Paint
  readonly prompt: Paint
  readonly error: Paint
  readonly warning: Paint
  readonly success: Paint
  readonly accent: Paint
  readonly syntax: Readonly<Record<SyntaxClass, Paint>>
}

/** The paints of a theme. `plain` has none, for NO_COLOR and dumb terminals. */
export function theme(name: ThemeName): Theme {
  const colors = palette(name !== 'plain')
  const { bold, dim, italic, underline, inverse, strike, red, green, yellow, blue, magenta, cyan } = colors
  // Yellow is unreadable on white, blue on black.
  const warm = name === 'light' ? magenta : yellow
  const cool = name === 'light' ? blue : cyan
  return {
    name,
    marks: name === 'plain',
    heading: (level, title) =>
      level === 1 ? underline(bold(cool(title))) : level === 2 ? bold(cool(title)) : bold(title),
    text: unpainted,
    strong: bold,
    emphasis: italic,
    struck: strike,
    code: cool,
    link: (label) => underline(cool(label)),
    quote: italic,
    dim,
    thinking: (thought) => dim(italic(thought)),
    added: green,
    removed: red,
    addedWord: (word) => inverse(green(word)),
    removedWord: (word) => inverse(red(word)),
    hunk: cool,
    lineNumber: dim,
    prompt: (sign) => bold(cool(sign)),
    error: red,
    warning: warm,
    success: green,
    accent: cool,
    syntax: {
      keyword: magenta,
      string: green,
      number: warm,
      comment: dim,
      name: name === 'light' ? blue : cyan,
      type: warm,
      meta: dim,
      added: green,
      removed: red,
    },
  }
}
