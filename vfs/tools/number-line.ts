/** How a dialect shows a line of a file; `line` counts from 1. */
export type NumberLine = (line: number, text: string) => string

/** As `cat -n`: what Claude models know. */
export const numberWithTab: NumberLine = (line, text) => `${String(line).padStart(6)}\t${text}`

/** As Codex reads files: what OpenAI models know. */
export const numberWithL: NumberLine = (line, text) => `L${line}: ${text}`

/** For everyone else. */
export const numberWithColon: NumberLine = (line, text) => `${line}: ${text}`
