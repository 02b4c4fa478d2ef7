/* Text of models, tools and files may hold sequences that would move the cursor, retitle the
   window, write the clipboard, or make code read otherwise than it runs. */

const controls = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g
const bidi = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** Text that is safe on a terminal: ESC and direction controls shown, other controls gone. */
export function sanitize(text: string): string {
  return text
    .toWellFormed()
    .replace(controls, '')
    .replaceAll('\u001b', '\u241b')
    .replace(bidi, (char) => `\u27e8U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`)
}

/** Safe text on one line: newlines and tabs become spaces. */
export function sanitizeLine(text: string): string {
  return sanitize(text)
    .replace(/[\n\t]+/g, ' ')
    .trim()
}

/** Sanitises a stream: a character split over two chunks comes out whole. */
export class StreamSanitizer {
  private held = ''

  push(chunk: string): string {
    const text = this.held + chunk
    const last = text.charCodeAt(text.length - 1)
    const splitPair = last >= 0xd800 && last <= 0xdbff
    this.held = splitPair ? text.slice(-1) : ''
    return sanitize(splitPair ? text.slice(0, -1) : text)
  }

  /** What was held back; call at the end of the stream. */
  flush(): string {
    const rest = sanitize(this.held)
    this.held = ''
    return rest
  }
}
