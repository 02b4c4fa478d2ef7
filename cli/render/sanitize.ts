import { needsCare, nobody, replaceUnsafe } from './unsafe-characters.ts'

/* Text of models, tools and files may hold sequences that would move the cursor, retitle the
   window, write the clipboard, or make code read otherwise than it runs. */

/** Text that is safe on a terminal: what would drive it, or be invisible, is shown; newlines and tabs stay. */
export function sanitize(text: string): string {
  return needsCare(text) ? new StreamSanitizer().finish(text) : text
}

/** Safe text on one line: newlines and tabs become spaces. */
export function sanitizeLine(text: string): string {
  return sanitize(text)
    .replace(/[\n\t]+/g, ' ')
    .trim()
}

/** Sanitises a stream: the same text comes out, however it is split over chunks. */
export class StreamSanitizer {
  private held = ''
  private neighbour = nobody

  push(chunk: string): string {
    const text = this.held + chunk
    const cut = undecided(text)
    this.held = text.slice(cut)
    return this.replace(text.slice(0, cut))
  }

  /** What was held back; call at the end of the stream. */
  flush(): string {
    return this.finish('')
  }

  /** The last chunk, and what was held back. */
  finish(chunk: string): string {
    const rest = this.held + chunk
    this.held = ''
    return this.replace(rest)
  }

  private replace(text: string): string {
    const { safe, neighbour } = replaceUnsafe(text, this.neighbour)
    this.neighbour = neighbour
    return safe
  }
}

/** Where the end begins that the next chunk decides on: half a pair, or a carriage return. */
function undecided(text: string): number {
  const last = text.charCodeAt(text.length - 1)
  return last === 0x0d || (last >= 0xd800 && last <= 0xdbff) ? text.length - 1 : text.length
}
