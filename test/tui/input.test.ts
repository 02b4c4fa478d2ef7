import { describe, expect, test } from 'vitest'
import type { Terminal } from '../support/terminal.ts'
import { ask, everything, say, send, sharedChat, sizes } from './support/chat.ts'

/** What the mock was asked last, as it stands in the request. */
const asked = (chat: ReturnType<ReturnType<typeof sharedChat>>): string =>
  JSON.stringify(chat.mock.requests.at(-1)?.body['messages'] ?? null)

async function clear(terminal: Terminal): Promise<void> {
  terminal.press('ctrl+c')
  await terminal.waitFor('› say what to do')
}

/** Where the cursor is, counted from the first cell of the input. */
const inputCursor = (terminal: Terminal) => {
  const rule = terminal
    .screen()
    .split('\n')
    .findLastIndex((line) => /^─+$/.test(line))
  return { column: terminal.cursor().column - 2, row: terminal.cursor().row - rule - 1 }
}

describe.each(sizes)('at %ix%i', (columns, rows) => {
  const chat = sharedChat(() => ({ size: [columns, rows] }))

  test('Alt+Enter, Ctrl+J and a backslash before Enter begin new lines, and Enter sends them all', async () => {
    const { terminal } = chat()
    terminal.type('one')
    terminal.press('alt+enter')
    terminal.type('two')
    terminal.press('ctrl+j')
    terminal.type('three\\')
    terminal.press('enter')
    terminal.type('four')
    await terminal.waitFor('› one\n  two\n  three\n  four')
    expect(inputCursor(terminal)).toEqual({ column: 4, row: 3 })
    await send(terminal)
    expect(asked(chat())).toContain('one\\ntwo\\nthree\\nfour')
  })

  test.each([
    ['wide characters', '漢字かな', 8],
    ['combining marks', 'e\u0301a\u0308o', 3],
    ['an emoji family', '👩‍👩‍👧', 2],
    ['a flag and a skin tone', '🇩🇪👍🏽', 4],
    ['right to left', 'שלום', 4],
  ])('%s are one step each for the cursor, and arrive as they were typed', async (_name, text, cells) => {
    const { terminal } = chat()
    terminal.type(text)
    await terminal.waitFor((screen) => /^› [^s]/m.test(screen) && inputCursor(terminal).column > 0)
    await terminal.waitFor(() => inputCursor(terminal).column === cells)
    terminal.press('left')
    await terminal.waitFor(() => inputCursor(terminal).column < cells)
    terminal.press('end')
    await terminal.waitFor(() => inputCursor(terminal).column === cells)
    terminal.press('backspace')
    terminal.type('x')
    const kept = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].slice(0, -1)
    await send(terminal)
    expect(asked(chat())).toContain(`${kept.map(({ segment }) => segment).join('')}x`)
  })

  test('a long line is wrapped, the box scrolls within a third of the screen, and the arrows go by rows', async () => {
    const { terminal } = chat()
    terminal.type('word '.repeat(columns * 3))
    await terminal.waitFor(/^↑ /m)
    const most = Math.max(1, Math.min(12, Math.floor(rows / 3)))
    const inputRows = (screen: string) =>
      screen.split('\n').length - 2 - screen.split('\n').findLastIndex((line) => /^─+$/.test(line))
    await terminal.waitFor((screen) => inputRows(screen) === most)
    for (let row = 0; row < most + 2; row++) terminal.press('up')
    await terminal.waitFor(() => inputCursor(terminal).row === 0)
    await clear(terminal)
  })

  test('a paste of 2,000 lines is folded, and sent whole', async () => {
    const { terminal } = chat()
    const pasted = Array.from({ length: 2000 }, (_, line) => `line ${line} of the paste`).join('\n')
    terminal.type('look: ')
    terminal.paste(pasted)
    await terminal.waitFor('› look: [2000 lines]')
    await send(terminal)
    expect(everything(terminal)).toMatch(/\.\.\. \d+ more lines/)
    expect(asked(chat())).toContain(JSON.stringify(`look: ${pasted}`).slice(1, -1))
  })

  test('a folded paste goes with one Backspace', async () => {
    const { terminal } = chat()
    terminal.type('a')
    terminal.paste('1\n2\n3\n4\n5\n6\n7')
    await terminal.waitFor('› a[7 lines]')
    terminal.press('backspace')
    await terminal.waitFor(/^› a$/m)
    await clear(terminal)
  })

  test('escape sequences in a paste do nothing, and are shown', async () => {
    const { terminal } = chat()
    terminal.paste('red \u001b[31m and \u001b]0;owned\u0007 title')
    await terminal.waitFor('red ␛[31m and ␛]0;owned')
    expect(terminal.raw()).not.toContain('\u001b]0;owned')
    await clear(terminal)
  })

  test('words are cut and put back, and what was done is undone', async () => {
    const { terminal } = chat()
    terminal.type('alpha beta gamma')
    terminal.press('ctrl+w')
    await terminal.waitFor(/^› alpha beta$/m)
    terminal.press('ctrl+y')
    await terminal.waitFor(/^› alpha beta gamma$/m)
    terminal.press('ctrl+a')
    terminal.press('ctrl+k')
    await terminal.waitFor('› say what to do')
    terminal.press('ctrl+/')
    await terminal.waitFor(/^› alpha beta gamma$/m)
    await clear(terminal)
  })
})

describe('an input of the usual size', () => {
  const chat = sharedChat(() => ({}))

  test('? on an empty input lists the keys, and within a text it is a question mark', async () => {
    const { terminal } = chat()
    terminal.type('?')
    await terminal.waitFor(() => everything(terminal).includes('interrupt the run'))
    terminal.type('why?')
    await terminal.waitFor(/^› why\?$/m)
    await clear(terminal)
  })

  test('an Enter with nothing written sends nothing', async () => {
    const { terminal, mock } = chat()
    const before = mock.requests.length
    terminal.press('enter')
    terminal.type('   ')
    terminal.press('enter')
    await ask(terminal, 'said')
    expect(mock.requests).toHaveLength(before + 1)
  })

  test('what is typed while an answer streams is not lost, and stays where it is', async () => {
    const { terminal } = chat()
    say(terminal, 'first of two')
    terminal.type('typed meanwhile')
    await terminal.waitFor(/^› typed meanwhile$/m)
    await terminal.waitFor((screen) => screen.split('Very well.').length > 2)
    expect(terminal.screen()).toMatch(/^› typed meanwhile$/m)
    await clear(terminal)
  })
})
