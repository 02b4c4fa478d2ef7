/** What came before a piece of text: its last character when that is shown as it is. */
export interface Neighbour {
  readonly before: string
  /** Marks and joiners since the last base. */
  readonly marks: number
}

/** What the beginning of a text follows. */
export const nobody: Neighbour = { before: '', marks: 0 }

/** Marks and joiners on one base; the scripts that stack most need five. */
const maximumMarks = 6

/** Controls, separators, and everything that has no width of its own, but for the number signs of Arabic, which are seen. */
const unsafe =
  /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{M}\p{Default_Ignorable_Code_Point}\ufff0-\ufffb]--[\n\t\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]]/gv
const visibleMark = /^[\p{M}--\p{Default_Ignorable_Code_Point}]$/v
const plain = /^[\n\t -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590]*$/

const joinsEmoji = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u
const takesEmojiStyle = /[\p{Emoji}\p{Extended_Pictographic}]/u
/** Scripts whose readers need the joiners to tell words apart. */
const joinsLetters =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Whether a text holds anything that `replaceUnsafe` looks at; false for most text. */
export function needsCare(text: string): boolean {
  if (plain.test(text)) return false
  unsafe.lastIndex = 0
  return unsafe.test(text) || !text.isWellFormed()
}

/** The text with visible stand-ins for what would drive a terminal, hide, or pile up; and what the next piece must know. */
export function replaceUnsafe(text: string, start: Neighbour): Replaced {
  if (text === '') return { safe: '', neighbour: start }
  if (!needsCare(text)) return { safe: text, neighbour: neighbourAt(text, text.length) }
  const whole = text.toWellFormed()
  let neighbour = start
  let end = 0
  const safe = whole.replace(unsafe, (char: string, at: number) => {
    if (at > end) neighbour = neighbourAt(whole, at)
    end = at + char.length
    if (char === '\r' && whole[end] === '\n') return ''
    if (!isAllowed(char, neighbour)) {
      neighbour = nobody
      return standIn(char)
    }
    const marks = neighbour.marks + 1
    neighbour = { before: char, marks }
    if (marks <= maximumMarks) return char
    return marks === maximumMarks + 1 ? '\u27e8marks\u27e9' : ''
  })
  return { safe, neighbour: end < whole.length ? neighbourAt(whole, whole.length) : neighbour }
}

interface Replaced {
  readonly safe: string
  readonly neighbour: Neighbour
}

/** Whether a character that has no width does honest work after another. */
function isAllowed(char: string, { before }: Neighbour): boolean {
  const code = char.codePointAt(0) ?? 0
  if (code === 0x200d) return joinsEmoji.test(before) || joinsLetters.test(before)
  if (code === 0x200c) return joinsLetters.test(before)
  if (code === 0xfe0e || code === 0xfe0f) return takesEmojiStyle.test(before)
  if ((code >= 0xfe00 && code <= 0xfe0d) || (code >= 0xe0100 && code <= 0xe01ef)) return /\p{Script=Han}/u.test(before)
  if (code >= 0x180b && code <= 0x180f) return code !== 0x180e && /\p{Script=Mongolian}/u.test(before)
  return visibleMark.test(char) && /[^\n\t]/.test(before)
}

function standIn(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`
}

function neighbourAt(text: string, end: number): Neighbour {
  const last = text.charCodeAt(end - 1)
  const size = last >= 0xdc00 && last <= 0xdfff && end > 1 ? 2 : 1
  return { before: text.slice(end - size, end), marks: 0 }
}
