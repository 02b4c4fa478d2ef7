import { decodeDelta } from '../../core/live/protocol.ts'
import type { Delta } from '../../core/ports/deltas.ts'

/*
 * Postgres refuses notifications of 8000 bytes, and deltas are larger now and then. A message is JSON lines in ASCII, cut:
 *   <listener> <message> <index> <count> <text>      message: unlike any other's, index: from 0
 */

/** Of the text in one fragment, characters; with what stands before it less than 8000. */
const fragmentChars = 7_800

/** Cuts deltas into payloads for one listener. */
export function toFragments(listener: string, message: string, deltas: readonly Delta[]): readonly string[] {
  const text = ascii(deltas.map((delta) => JSON.stringify(delta)).join('\n'))
  const count = Math.ceil(text.length / fragmentChars)
  return Array.from({ length: count }, (_, index) => {
    const part = text.slice(index * fragmentChars, (index + 1) * fragmentChars)
    return `${listener} ${message} ${index} ${count} ${part}`
  })
}

/** Whom a whole message is for, and what is in it. */
export interface Received {
  readonly listener: string
  readonly deltas: readonly Delta[]
}

/** Puts fragments together again. One message with a fragment missing is dropped: its deltas leave a gap. */
export class FragmentJoiner {
  readonly #partial = new Map<string, { message: string; parts: string[] }>()

  /** Null while a message is not whole. */
  take(payload: string): Received | null {
    const [, listener = '', message = '', index = '', count = '', part = ''] =
      /^(\S+) (\S+) (\d+) (\d+) (.*)$/s.exec(payload) ?? []
    if (listener === '') return null
    const known = this.#partial.get(listener)
    const goesOn = known?.message === message && known.parts.length === Number(index)
    const parts = goesOn ? [...known.parts, part] : Number(index) === 0 ? [part] : []
    if (parts.length === 0 || parts.length === Number(count)) this.#partial.delete(listener)
    else this.#partial.set(listener, { message, parts })
    if (parts.length === 0 || parts.length < Number(count)) return null
    const deltas = parts.join('').split('\n').map(decodeDelta)
    return { listener, deltas: deltas.filter((delta) => delta !== null) }
  }

  /** Of a listener that is gone. */
  forget(listener: string): void {
    this.#partial.delete(listener)
  }
}

/** The same JSON in ASCII: it may be cut anywhere, and has as many bytes as characters. */
function ascii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
