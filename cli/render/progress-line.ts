import type { Output } from './screen.ts'
import { clip } from './table.ts'

/** What is over sooner is not worth a word, ms. */
const tellAfterMs = 1_000

/** How often a line is written where it cannot be replaced, ms. */
const againMs = 10_000

/** One line about work that takes its time: replaced on a terminal, now and then anew in a pipe. Null ends it. */
export type ProgressLine = (text: string | null) => void

/** Opens a line that is not shown yet. */
export function openProgressLine(output: Output, now: () => number = Date.now): ProgressLine {
  const begun = now()
  let nextAt = begun + tellAfterMs
  let isShown = false
  return (text) => {
    if (output.isTTY === true) {
      if (text === null ? !isShown : now() < begun + tellAfterMs) return
      output.write(`\r\u001b[K${clip(text ?? '', (output.columns ?? 80) - 1)}`)
      isShown = text !== null
    } else if (text !== null && now() >= nextAt) {
      output.write(`${text}\n`)
      nextAt = now() + againMs
    }
  }
}
