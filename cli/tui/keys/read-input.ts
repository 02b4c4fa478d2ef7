import { canonicalKey } from './key-name.ts'

/** The part of ink's key that we read. */
export interface InkKey {
  readonly upArrow: boolean
  readonly downArrow: boolean
  readonly leftArrow: boolean
  readonly rightArrow: boolean
  readonly pageDown: boolean
  readonly pageUp: boolean
  readonly home: boolean
  readonly end: boolean
  readonly return: boolean
  readonly escape: boolean
  readonly ctrl: boolean
  readonly shift: boolean
  readonly tab: boolean
  readonly backspace: boolean
  readonly delete: boolean
  readonly meta: boolean
  readonly super: boolean
  readonly eventType?: 'press' | 'repeat' | 'release' | undefined
}

/** One thing that a person did: typed some text, pressed a key that is no text, or pasted. */
export type Input =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'key'
      readonly key: string
      /** For Alt and a key: what it may be as well, since terminals send Esc and a key right behind it alike. */
      readonly apart?: readonly Input[]
    }
  | { readonly kind: 'paste'; readonly text: string }

/** Line ends in one chunk above which it was no person who pressed Enter, but a paste without brackets. */
const typedLines = 5

/** What ink's `useInput` hands over, as texts and keys in order: one chunk may hold a whole typed line. */
export function readInput(input: string, key: InkKey): readonly Input[] {
  if (key.eventType === 'release') return []
  const modifiers = { ctrl: key.ctrl, alt: key.meta, shift: key.shift, super: key.super }
  const pressed = (name: string, mods = modifiers): Input => ({ kind: 'key', key: canonicalKey(name, mods) })
  if (key.escape) {
    // Two quick presses arrive as one escape with meta.
    const plain = pressed('escape', { ...modifiers, alt: false })
    return key.meta && input === '\u001b' ? [plain, plain] : [plain]
  }
  const name = namedKey(key)
  if (name !== null) return [withAlt(pressed(name), name, key)]
  if (key.ctrl || key.meta || key.super) {
    if (input === '') return []
    return [withAlt(pressed(input === ' ' ? 'space' : input), input, key)]
  }
  return readChunk(input)
}

/** What an input is where nothing is bound to Alt. */
export function apart(input: Input): readonly Input[] {
  return (input.kind === 'key' ? input.apart : undefined) ?? [input]
}

/** Keys that are one byte, so that Alt puts an ESC before it. */
const shortNames: readonly string[] = ['enter', 'tab', 'backspace']

/** `typed`: the character, or the name of the key. A kitty tells Alt from Esc, and every key with its event. */
function withAlt(input: Input, typed: string, { meta, ctrl, shift, eventType }: InkKey): Input {
  const isOne = [...typed].length === 1
  const isShort = isOne || (shortNames.includes(typed) && !shift)
  if (input.kind !== 'key' || !meta || eventType !== undefined || !isShort) return input
  const isText = !ctrl && isOne
  const plain: Input = isText ? { kind: 'text', text: typed } : { kind: 'key', key: ctrl ? `ctrl+${typed}` : typed }
  return { ...input, apart: [{ kind: 'key', key: 'escape' }, plain] }
}

function namedKey(key: InkKey): string | null {
  if (key.return) return 'enter'
  if (key.tab) return 'tab'
  if (key.backspace) return 'backspace'
  if (key.delete) return 'delete'
  if (key.upArrow) return 'up'
  if (key.downArrow) return 'down'
  if (key.leftArrow) return 'left'
  if (key.rightArrow) return 'right'
  if (key.home) return 'home'
  if (key.end) return 'end'
  if (key.pageUp) return 'pageup'
  return key.pageDown ? 'pagedown' : null
}

const controlKeys: Readonly<Record<number, string>> = {
  8: 'backspace',
  9: 'tab',
  13: 'enter',
  27: 'escape',
  127: 'backspace',
}

function readChunk(chunk: string): readonly Input[] {
  if ((chunk.match(/\r\n?|\n/g)?.length ?? 0) > typedLines) return [{ kind: 'paste', text: chunk }]
  // CR LF is one line end: in a terminal Enter is CR alone.
  return [...chunk.matchAll(/\r\n|[\u0000-\u001f\u007f]|[^\u0000-\u001f\u007f]+/g)].map(([part]): Input => {
    const code = part.charCodeAt(0)
    return code < 0x20 || code === 0x7f ? { kind: 'key', key: controlKey(code) } : { kind: 'text', text: part }
  })
}

function controlKey(code: number): string {
  const named = controlKeys[code]
  if (named) return named
  return code === 0 ? 'ctrl+space' : `ctrl+${String.fromCharCode(code + (code <= 26 ? 96 : 64))}`
}
