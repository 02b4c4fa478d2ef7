import { describe, expect, test } from 'vitest'
import { answers, runs } from './support/answers.ts'
import { ask, count, everything, sharedChat, sizes } from './support/chat.ts'

/** What would drive a terminal, if it were let through. */
const attacks: Readonly<Record<string, string>> = {
  'the clipboard (OSC 52)': '\u001b]52;c;cm0gLXJmIC8=\u0007',
  'the title': '\u001b]0;owned\u0007\u001b]2;owned\u001b\\',
  'the cursor': '\u001b[1;1H\u001b[10A\u001b[2J\u001b[3J',
  'the alternate screen': '\u001b[?1049h',
  'the mouse and paste modes': '\u001b[?1000h\u001b[?1003h\u001b[?2004l',
  'the keyboard': '\u001b[>31u\u001b[?1h\u001b=',
  'C1 bytes': '\u009b2J\u009d0;owned\u009c',
  'a reset': '\u001bc\u001b[!p',
  'a question to the terminal': '\u001b[6n\u001b[c\u001b]11;?\u0007',
  'a link': '\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007',
}
const every = Object.values(attacks)
  .map((attack, index) => `a${index} ${attack} b${index}`)
  .join('\n')
const printed = Buffer.from(every).toString('base64')

describe.each(sizes)('at %ix%i', (columns, rows) => {
  const chat = sharedChat(() => ({
    size: [columns, rows],
    script: answers({
      'speak evil': { text: `MODEL\n\n${every}\n\n\u0060\u0060\u0060\n${every}\n\u0060\u0060\u0060\n`, deltaChars: 3 },
      'think evil': { thinking: every, text: 'thought' },
      'run evil': [runs(`echo ${printed} | base64 -d`), { text: 'ran it' }],
      'name evil': [runs(`true '${every.slice(0, 60)}'`), { text: 'named it' }],
    }),
  }))

  test.each(['speak evil', 'think evil', 'run evil', 'name evil'])(
    'nothing that a model or a tool says is obeyed: %s',
    async (words) => {
      const { terminal } = chat()
      const from = terminal.raw().length
      await ask(terminal, words)
      const wrote = terminal.raw().slice(from)
      for (const [name, attack] of Object.entries(attacks)) expect(wrote.includes(attack), name).toBe(false)
      expect(wrote).not.toMatch(
        /\u001b\](52|8|11);|\u001b\[\?(1049|1000|1003)h|\u001bc|\u001b\[6n|\u001b\[\d+;\d+H|[\u0080-\u009f]/,
      )
      expect(wrote).not.toMatch(/\u001b\][02];owned/)
    },
  )

  test('afterwards the screen is whole: one rule, the input, the status, and the history as it was', async () => {
    const { terminal } = chat()
    expect(terminal.screen().match(/^─+$/gm)).toHaveLength(1)
    expect(count(terminal, '› speak evil')).toBe(1)
    expect(everything(terminal)).toContain('␛]52;c;')
    terminal.type('still typing')
    await terminal.waitFor(/^› still typing$/m)
    terminal.press('ctrl+c')
    await terminal.waitFor('› say what to do')
  })
})
