import type { ItemView, ModelFormat, NativeItem } from '../ports/model.ts'

/** Longest text of one part in a transcript, in characters; the middle is left out. */
const partLimit = 2000

/** Items as plain text of at most `limit` characters: the head and, mostly, the tail. */
export function transcript(items: readonly NativeItem[], format: ModelFormat, limit: number): string {
  const whole = items.flatMap((item) => format.view(item).map(line)).join('\n\n')
  return shorten(whole, limit)
}

function line(view: ItemView): string {
  switch (view.type) {
    case 'text':
      return `${view.role}: ${shorten(view.text, partLimit)}`
    case 'thinking':
      return `assistant thought: ${shorten(view.text, partLimit)}`
    case 'call':
      return `assistant called ${view.name}: ${shorten(view.args, partLimit)}`
    case 'result':
      return `result: ${shorten(view.text, partLimit)}`
    case 'image':
      return `user: (${view.label})`
    case 'other':
      return `(${view.label})`
  }
}

function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const head = Math.floor(limit / 4)
  return `${text.slice(0, head)}\n[... ${text.length - limit} characters left out ...]\n${text.slice(head - limit)}`
}
