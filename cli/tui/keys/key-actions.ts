/**
 * When a binding holds: while the history is searched, while a menu of completions is open, while the
 * input is empty, while a run is active or not, or always. Earlier ones come first.
 */
export type When = 'searching' | 'choosing' | 'empty' | 'running' | 'idle' | 'always'

/** What a key can be bound to. */
export interface KeyBinding {
  readonly keys: readonly string[]
  readonly when: When
  /** For the list of keys. */
  readonly about: string
}

function on(keys: readonly string[], about: string, when: When = 'always'): KeyBinding {
  return { keys, when, about }
}

const bindings = {
  send: on(['enter'], 'send; steer while a run is active'),
  newline: on(['alt+enter', 'shift+enter', 'ctrl+j'], 'new line; so is \\ before the key that sends'),
  queue: on(['tab'], 'queue for when the run is done', 'running'),
  complete: on(['tab'], 'complete', 'idle'),
  'take-back': on(['alt+up'], 'take a queued message back'),
  interrupt: on(['escape'], 'interrupt the run, or stop the ! command', 'running'),
  clear: on(['ctrl+c'], 'clear the input; twice leaves'),
  leave: on(['ctrl+d'], 'leave', 'empty'),
  suspend: on(['ctrl+z'], 'suspend; fg comes back'),
  editor: on(['ctrl+g'], 'write in $EDITOR'),
  expand: on(['ctrl+o'], 'show the last output and folded thinking whole'),
  'fold-thinking': on(['ctrl+t'], 'fold or unfold thinking'),
  redraw: on(['ctrl+l'], 'draw the screen anew'),
  'show-keys': on(['?'], 'show the keys', 'empty'),
  'history-search': on(['ctrl+r'], 'search what was sent before'),
  up: on(['up', 'ctrl+p'], 'up; on the first row to what was sent before'),
  down: on(['down', 'ctrl+n'], 'down; on the last row to what was sent after'),
  left: on(['left', 'ctrl+b'], 'left'),
  right: on(['right', 'ctrl+f'], 'right'),
  'word-left': on(['alt+left', 'ctrl+left', 'alt+b'], 'a word left'),
  'word-right': on(['alt+right', 'ctrl+right', 'alt+f'], 'a word right'),
  'line-start': on(['home', 'ctrl+a'], 'start of the line'),
  'line-end': on(['end', 'ctrl+e'], 'end of the line'),
  start: on(['ctrl+home', 'alt+<'], 'start of the input'),
  end: on(['ctrl+end', 'alt+>'], 'end of the input'),
  'delete-left': on(['backspace', 'shift+backspace'], 'delete to the left'),
  'delete-right': on(['delete', 'ctrl+d'], 'delete to the right'),
  'delete-to-blank': on(['ctrl+w'], 'cut to the blank before'),
  'delete-word-left': on(['alt+backspace', 'ctrl+backspace'], 'cut the word before'),
  'delete-word-right': on(['alt+d', 'alt+delete', 'ctrl+delete'], 'cut the word behind'),
  'delete-to-line-start': on(['ctrl+u'], 'cut to the start of the line'),
  'delete-to-line-end': on(['ctrl+k'], 'cut to the end of the line'),
  yank: on(['ctrl+y'], 'put back what was cut'),
  undo: on(['ctrl+_', 'ctrl+/', 'ctrl+-'], 'undo'),
  redo: on(['alt+_', 'ctrl+shift+z'], 'redo'),
  'menu-up': on(['up', 'ctrl+p'], 'the one above', 'choosing'),
  'menu-down': on(['down', 'ctrl+n'], 'the one below', 'choosing'),
  'menu-accept': on(['tab', 'enter'], 'take it', 'choosing'),
  'menu-close': on(['escape'], 'close the menu', 'choosing'),
  'search-older': on(['ctrl+r', 'up'], 'the match before', 'searching'),
  'search-newer': on(['ctrl+s', 'down'], 'the match after', 'searching'),
  'search-accept': on(['enter', 'tab'], 'take it', 'searching'),
  'search-cancel': on(['escape', 'ctrl+c', 'ctrl+g'], 'go back to the draft', 'searching'),
} as const satisfies Readonly<Record<string, KeyBinding>>

/** Name of something that a key does. */
export type KeyAction = keyof typeof bindings

/** Everything that keys do, with the keys that do it unless the config file says otherwise. */
export const keyActions: Readonly<Record<KeyAction, KeyBinding>> = bindings

/** The names, in the order of the list of keys. */
export const keyActionNames: readonly KeyAction[] = Object.keys(bindings).filter((name) => isKeyAction(name))

/** Whether a text names an action. */
export function isKeyAction(name: string): name is KeyAction {
  return Object.hasOwn(bindings, name)
}
