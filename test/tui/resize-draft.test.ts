import { describe, expect, test } from 'vitest'
import type { Terminal } from '../support/terminal.ts'
import { answers } from './support/answers.ts'
import { everything, idle, openChat, resize, say, type Size } from './support/chat.ts'

const marks = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `<${index}>`)
const answer = (count: number): string =>
  marks(count)
    .map((mark) => `${mark} ${'words '.repeat(14)}`)
    .join('\n\n')
const draft = 'draft '.repeat(90).trim()

/** What is on the screen and above it, whatever the rows: how often each mark is there, and how long all rules are. */
const told = (terminal: Terminal) => {
  const text = everything(terminal).replace(/\s/g, '')
  return {
    marks: (text.match(/<\d+>/g) ?? []).join(' '),
    rules: text.split('─').length - 1,
    drafts: text.split('draft').length - 1,
  }
}

async function isWhole(terminal: Terminal, columns: number, count: number): Promise<void> {
  const whole = () => {
    const seen = told(terminal)
    // In a narrow terminal the input shows a part of the draft.
    return { ...seen, marks: marks(count).join(' '), rules: columns, ...(columns < 60 ? {} : { drafts: 90 }) }
  }
  const passes = () => JSON.stringify(told(terminal)) === JSON.stringify(whole())
  await terminal.waitFor(passes).catch(() => expect({ ...told(terminal), screen: terminal.screen() }).toEqual(whole()))
}

describe.each([
  ['a full screen', 30],
  ['a screen with room', 3],
])('with %s above it', (_name, count) => {
  test.each<[string, readonly Size[]]>([
    [
      'narrower and much wider',
      [
        [40, 30],
        [200, 30],
      ],
    ],
    [
      'lower, higher and a little narrower',
      [
        [100, 20],
        [100, 34],
        [92, 34],
      ],
    ],
  ])('a draft of many rows is whole after it was made %s', async (_way, sizes) => {
    const { terminal } = await openChat({ script: answers({ tell: { text: answer(count) } }), size: [100, 30] })
    say(terminal, 'tell')
    await terminal.waitFor(`<${count - 1}>`)
    await idle(terminal)
    terminal.type(draft)
    await isWhole(terminal, 100, count)
    for (const [columns, rows] of sizes) {
      await resize(terminal, [columns, rows])
      await isWhole(terminal, columns, count)
    }
  })
})

test('twenty sizes in a row, faster than anything can be drawn, leave one whole input', async () => {
  const { terminal } = await openChat({ script: answers({ tell: { text: answer(30) } }), size: [100, 30] })
  say(terminal, 'tell')
  await terminal.waitFor('<29>')
  await idle(terminal)
  terminal.type(draft)
  await isWhole(terminal, 100, 30)
  terminal.resize(97, 30)
  // What is drawn for one size is gone before another one comes.
  await terminal.waitFor((screen) => !screen.includes('draft'))
  for (let index = 0; index < 20; index += 1) terminal.resize(40 + ((index * 37) % 150), 20 + ((index * 7) % 25))
  terminal.resize(90, 28)
  await isWhole(terminal, 90, 30)
})
