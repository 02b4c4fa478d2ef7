import { expect, test } from 'vitest'
import { CompletionMenu } from '../../../../cli/tui/composer/completion-menu.ts'
import { sentText } from '../../../../cli/tui/composer/composer.ts'
import { InputBox } from '../../../../cli/tui/composer/input-box.ts'
import { makeKeymap, type KeyOverrides } from '../../../../cli/tui/keys/keymap.ts'
import type { Input } from '../../../../cli/tui/keys/read-input.ts'

const text = (typed: string): Input => ({ kind: 'text', text: typed })
const key = (name: string): Input => ({ kind: 'key', key: name })
const alt = (letter: string): Input => ({
  kind: 'key',
  key: `alt+${letter}`,
  apart: [key('escape'), text(letter)],
})

/** An input box with what was sent before, the newest first, and what it left to the screen. */
function typing(options: {
  readonly sent?: readonly string[]
  readonly isRunning?: boolean
  readonly keys?: KeyOverrides
}) {
  const { sent = [], isRunning = false, keys = {} } = options
  const acted: string[] = []
  const heard: (string | null)[] = []
  const entries = sent.map((entry) => ({ parts: [entry], text: entry }))
  const box = new InputBox({
    keymap: makeKeymap(keys),
    history: { at: (index) => entries[index] ?? null, append: () => null },
    menu: new CompletionMenu(() => ({ commands: [], paths: [] })),
    drafts: { changed: () => undefined },
    imagePlaces: { cwd: '/', home: '/' },
    complain: (mistake) => void acted.push(mistake),
    isRunning: () => isRunning,
    width: () => 40,
    changed: () => undefined,
    heard: (action) => void heard.push(action),
    act: (action) => {
      acted.push(action)
      if (action === 'clear') box.composer.verb('clear')
    },
  })
  const hear = (...inputs: readonly Input[]) => {
    for (const input of inputs) box.hear(input)
    return sentText(box.composer.draft)
  }
  return { box, hear, acted, heard }
}

test('a word that is called like a key is typed, however it arrives', () => {
  const { hear } = typing({})
  expect(hear(text('up'), text(' '), text('end'), text(' '), text('delete'))).toBe('up end delete')
})

test('Alt and a key is what it is bound to', () => {
  const { hear, acted } = typing({ isRunning: true })
  expect(hear(text('one two'), alt('b'), text('and '))).toBe('one and two')
  expect(acted).toEqual([])
})

test('Alt and a key that is bound to nothing is Esc and that key at once', () => {
  const { hear, acted } = typing({ isRunning: true })
  expect(hear(alt('n'), text('o, wait'))).toBe('no, wait')
  expect(acted).toEqual(['interrupt'])
})

test('Esc and Enter at once are a new line as long as Alt+Enter is', () => {
  const enter: Input = { kind: 'key', key: 'alt+enter', apart: [key('escape'), key('enter')] }
  expect(typing({}).hear(text('a'), enter, text('b'))).toBe('a\nb')
  const other = typing({ isRunning: true, keys: { newline: ['ctrl+j'] } })
  other.hear(text('a'), enter)
  expect(other.acted).toEqual(['interrupt', 'send'])
})

test('Up on the first row goes through what was sent, and Down comes back to what was being written', () => {
  const { hear } = typing({ sent: ['newest', 'older'] })
  expect(hear(text('draft'), key('up'))).toBe('newest')
  expect(hear(key('up'))).toBe('older')
  expect(hear(key('up'))).toBe('older')
  expect(hear(key('down'), key('down'))).toBe('draft')
})

test('after Ctrl+C Up begins at the newest again, and entries are as they were sent', () => {
  const { hear } = typing({ sent: ['three', 'two', 'one'] })
  expect(hear(key('up'), key('up'))).toBe('two')
  expect(hear(key('ctrl+c'))).toBe('')
  expect(hear(key('up'))).toBe('three')
  expect(hear(key('up'), text(' changed'), key('ctrl+c'))).toBe('')
  expect(hear(key('up'), key('up'))).toBe('two')
})

test('the search through what was sent takes text, goes further, and leaves the draft as it was', () => {
  const { box, hear } = typing({ sent: ['fix the tests', 'write docs', 'fix the docs'] })
  hear(text('draft'), key('ctrl+r'), text('docs'))
  expect(box.search?.query).toBe('docs')
  expect(hear(key('ctrl+r'), key('enter'))).toBe('fix the docs')
  expect(box.search).toBeNull()
  expect(hear(key('ctrl+r'), text('tests'), key('escape'))).toBe('fix the docs')
})

test('a key that is none of the search takes what was found, and then does what it does', () => {
  const { hear } = typing({ sent: ['fix the tests'] })
  expect(hear(key('ctrl+r'), text('fix'), key('ctrl+a'), text('please '))).toBe('please fix the tests')
})

test('Backspace in the search takes from what is searched', () => {
  const { box, hear } = typing({ sent: ['abc'] })
  hear(key('ctrl+r'), text('abx'), key('backspace'))
  expect(box.search).toMatchObject({ query: 'ab', failed: false })
})

test('a backslash before Enter goes on, Enter alone sends', () => {
  const { hear, acted } = typing({})
  expect(hear(text('one\\'), key('enter'), text('two'))).toBe('one\ntwo')
  expect(acted).toEqual([])
  hear(key('enter'))
  expect(acted).toEqual(['send'])
})

test('everything that is typed is heard of, whether it is bound to something or not', () => {
  const { hear, heard } = typing({})
  hear(key('ctrl+c'), text('a'), { kind: 'paste', text: 'b' }, key('ctrl+x'), key('left'))
  expect(heard).toEqual(['clear', null, null, null, 'left'])
})
