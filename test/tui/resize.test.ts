import { expect, test } from 'vitest'
import { answers, gate } from './support/answers.ts'
import { count, everything, idle, openChat, resize, say, type Size } from './support/chat.ts'

const paragraph =
  'The quick brown fox jumps over the lazy dog, again and again, until the line is long enough to be wrapped. '
const steps: readonly (readonly [string, readonly Size[]])[] = [
  [
    'wider',
    [
      [80, 24],
      [140, 40],
    ],
  ],
  [
    'narrower',
    [
      [120, 30],
      [60, 20],
    ],
  ],
  [
    'to 40x15 and back',
    [
      [100, 30],
      [40, 15],
      [100, 30],
    ],
  ],
]

/** The rules on a screen: a frame has one. */
const rules = (screen: string): string => (screen.match(/^─+$/gm) ?? []).join()

test.each(steps)(
  'resized %s while an answer streams, the screen is whole and every word is there',
  async (_name, [start, ...rest]) => {
    const half = gate()
    const script = answers({
      tell: {
        text: `begin-of-it ${paragraph.repeat(6)}\n\nmiddle-of-it ${paragraph}\n\n- end-of-it\n`,
        goesOnAfter: half.opened,
        deltaChars: 11,
      },
    })
    const { terminal } = await openChat({ script, size: start ?? [80, 24] })
    terminal.type('tell')
    terminal.press('enter')
    await terminal.waitFor('begin-of-it')
    terminal.type('a draft meanwhile')
    await terminal.waitFor('› a draft meanwhile')
    for (const [columns, rows] of rest) {
      terminal.resize(columns, rows)
      await terminal.waitFor(
        (screen) =>
          screen.includes('─'.repeat(columns)) &&
          !screen.includes('─'.repeat(columns + 1)) &&
          /^› a draft meanwhile$/m.test(screen),
      )
    }
    half.open()
    await terminal.waitFor((screen) => screen.includes('end-of-it') && !screen.includes('writing'))
    await terminal.waitFor((screen) => / 1 turn /.test(screen.replace(/\n/g, ' ')))
    for (const word of ['middle-of-it', 'end-of-it', '› a draft meanwhile'])
      await terminal.waitFor(() => count(terminal, word) === 1)
    const columns = rest.at(-1)?.[0] ?? 0
    await terminal.waitFor((screen) => rules(screen) === '─'.repeat(columns))
  },
)

test('resized when idle, a long draft is wrapped anew and the cursor stays behind it', async () => {
  const { terminal } = await openChat({ size: [100, 30] })
  say(terminal, 'hello')
  await terminal.waitFor('Very well.')
  await idle(terminal)
  terminal.type('words '.repeat(17) + 'last')
  await terminal.waitFor('last')
  for (const [columns, rows] of [
    [40, 30],
    [200, 50],
    [40, 50],
    [100, 26],
  ] as const) {
    await resize(terminal, [columns, rows])
    expect(everything(terminal).split('─')).toHaveLength(columns + 1)
    expect(terminal.screen().replace(/\s/g, '')).toContain('wordswordslast')
  }
  terminal.type('!')
  await terminal.waitFor('last!')
  expect(everything(terminal)).toContain('Very well.')
})
