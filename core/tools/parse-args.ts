import { errorMessage } from '../values/errors.ts'
import type { Checked } from './check-input.ts'

/** Arguments as a model wrote them, as an object, or where they stop being JSON. None at all is `{}`. */
export function parseArgs(args: string): Checked {
  if (args.trim() === '') return { ok: true, value: {} }
  try {
    return { ok: true, value: JSON.parse(args) }
  } catch (error) {
    return { ok: false, message: `the arguments are not valid JSON: ${explain(args, errorMessage(error))}` }
  }
}

function explain(args: string, reason: string): string {
  const position = positionIn(args, reason)
  if (position === null) return `${reason}.`
  if (position >= args.trimEnd().length) {
    return `they end too early, after ${args.length} characters: ...${args.slice(-around)}`
  }
  const before = args.slice(Math.max(0, position - around), position)
  const after = args.slice(position, position + around)
  return `${reason.replace(/ in JSON at position.*$/s, '')} at character ${position + 1}, here: ${before}»${after}`
}

const around = 30

/** V8 names the position in most messages, else the end or the first character is at fault. */
function positionIn(args: string, reason: string): number | null {
  const named = /at position (\d+)/.exec(reason)?.[1]
  if (named !== undefined) return Number(named)
  return reason.includes('end of JSON') ? args.length : null
}
