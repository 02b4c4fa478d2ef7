import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { render, Text, useInput, usePaste } from 'ink'
import { createElement } from 'react'
import { expect, test } from 'vitest'
import { readInput, type Input } from '../../../../cli/tui/keys/read-input.ts'
import { waitFor } from '../../../support/wait-for.ts'

/** What comes out of ink for bytes of a terminal, each chunk read at once. */
async function typed(chunks: readonly string[]): Promise<readonly Input[]> {
  const terminal = { isTTY: true, setRawMode: () => terminal, ref: () => terminal, unref: () => terminal }
  const stdin = Object.assign(new PassThrough(), terminal) as unknown as NodeJS.ReadStream
  const stdout = Object.assign(new PassThrough(), { columns: 80, rows: 24 }) as unknown as NodeJS.WriteStream
  const inputs: Input[] = []
  let done = () => {}
  const ended = new Promise<void>((resolve) => (done = resolve))
  const Probe = () => {
    useInput((input, key) => {
      inputs.push(...readInput(input, key))
    })
    usePaste((text) => {
      if (text === end) done()
      else inputs.push({ kind: 'paste', text })
    })
    return createElement(Text, null, 'probe')
  }
  const app = render(createElement(Probe), { stdin, stdout, stderr: stdout, exitOnCtrlC: false, patchConsole: false })
  await app.waitUntilRenderFlush()
  for (const chunk of chunks) {
    const before = inputs.length
    stdin.write(chunk)
    // A lone ESC waits in ink for what may follow it; other chunks are read in the next turn.
    if (chunk.endsWith('\u001b')) await waitFor(() => expect(inputs.length).toBeGreaterThan(before))
    else await setImmediate()
  }
  stdin.write(`\u001b[200~${end}\u001b[201~`)
  await ended
  app.unmount()
  return inputs
}
const end = 'END OF TEST'
const key = (name: string): Input => ({ kind: 'key', key: name })
const text = (typed: string): Input => ({ kind: 'text', text: typed })
/** Alt and a key, or Esc and that key at once. */
const alt = (name: string, plain: Input): Input => ({ kind: 'key', key: name, apart: [key('escape'), plain] })

test.each<[string, string, readonly Input[]]>([
  ['a letter', 'a', [text('a')]],
  ['a capital', 'A', [text('A')]],
  ['a character of many units', '👨‍👩‍👧', [text('👨‍👩‍👧')]],
  ['a blank', ' ', [text(' ')]],
  ['Enter', '\r', [key('enter')]],
  ['Ctrl+J', '\n', [key('ctrl+j')]],
  ['Tab', '\t', [key('tab')]],
  ['a typed line with its Enter', 'hello there\r', [text('hello there'), key('enter')]],
  ['two lines', 'one\rtwo\r', [text('one'), key('enter'), text('two'), key('enter')]],
  ['CR LF', 'one\r\n', [text('one'), key('enter')]],
  ['text with a tab', 'a\tb', [text('a'), key('tab'), text('b')]],
  ['text with control keys', 'a\u0001b\u0017', [text('a'), key('ctrl+a'), text('b'), key('ctrl+w')]],
  ['text with backspaces', 'ab\u007f\u007f', [text('ab'), key('backspace'), key('backspace')]],
  ['text with Ctrl+C', 'ab\u0003', [text('ab'), key('ctrl+c')]],
  ['text and an arrow', 'ab\u001b[D', [text('ab'), key('left')]],
  ['Ctrl+A', '\u0001', [key('ctrl+a')]],
  ['Ctrl+C', '\u0003', [key('ctrl+c')]],
  ['Ctrl+Z', '\u001a', [key('ctrl+z')]],
  ['Ctrl+Space', '\u0000', [key('ctrl+space')]],
  ['Ctrl+_', '\u001f', [key('ctrl+_')]],
  ['Escape', '\u001b', [key('escape')]],
  ['Escape twice at once', '\u001b\u001b', [key('escape'), key('escape')]],
  ['Alt+Enter', '\u001b\r', [alt('alt+enter', key('enter'))]],
  ['Alt+Backspace', '\u001b\u007f', [alt('alt+backspace', key('backspace'))]],
  ['Alt+D', '\u001bd', [alt('alt+d', text('d'))]],
  ['Alt+Shift+B', '\u001bB', [alt('alt+shift+b', text('B'))]],
  ['Alt+<', '\u001b<', [alt('alt+<', text('<'))]],
  ['Alt+_', '\u001b_', [alt('alt+_', text('_'))]],
  ['Alt+Space', '\u001b ', [alt('alt+space', text(' '))]],
  ['Alt+Tab', '\u001b\t', [alt('alt+tab', key('tab'))]],
  ['Alt+Ctrl+C', '\u001b\u0003', [alt('ctrl+alt+c', key('ctrl+c'))]],
  ['Escape and a typed line', '\u001bno, wait', [alt('alt+n', text('n')), text('o, wait')]],
  ['Alt+D of kitty', '\u001b[100;3u', [key('alt+d')]],
  ['Alt+Enter of kitty', '\u001b[13;3u', [key('alt+enter')]],
  ['Alt+Up', '\u001b[1;3A', [key('alt+up')]],
  ['Ctrl+Left', '\u001b[1;5D', [key('ctrl+left')]],
  ['Home and End', '\u001b[H\u001b[F\u001b[1~\u001b[4~', [key('home'), key('end'), key('home'), key('end')]],
  ['Delete', '\u001b[3~', [key('delete')]],
  ['Page keys', '\u001b[5~\u001b[6~', [key('pageup'), key('pagedown')]],
  ['Shift+Tab', '\u001b[Z', [key('shift+tab')]],
  ['Shift+Enter of kitty', '\u001b[13;2u', [key('shift+enter')]],
  ['Ctrl+Shift+Z of kitty', '\u001b[122;6u', [key('ctrl+shift+z')]],
  ['a release of kitty', '\u001b[97;5:3u', []],
  ['a report of the cursor', '\u001b[12;40R', []],
  ['a report of attributes', '\u001b[?62;22c', []],
  ['a mouse', '\u001b[<0;10;20M', []],
  ['F5', '\u001b[15~', []],
  ['a paste in brackets', '\u001b[200~a\rb\u001b[201~\r', [{ kind: 'paste', text: 'a\rb' }, key('enter')]],
  ['what looks like a key but is typed', '[200 lines]', [text('[200 lines]')]],
])('%s', async (_name, bytes, inputs) => expect(await typed([bytes])).toEqual(inputs))

test('many lines in one chunk are a paste of a terminal without brackets', async () => {
  const pasted = 'line\r'.repeat(6)
  expect(await typed([pasted])).toEqual([{ kind: 'paste', text: pasted }])
})

test('chunks keep their order', async () => {
  expect(await typed(['ab', '\r', 'cd\r'])).toEqual([text('ab'), key('enter'), text('cd'), key('enter')])
})
