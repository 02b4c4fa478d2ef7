import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Wire } from '../support/mock-provider/script.ts'
import { answers, gate, replaces, runs } from './support/answers.ts'
import { openDoor } from './support/door.ts'
import { count, everything, idle, say, sharedChat, sizes, status, statusLine } from './support/chat.ts'

const wires: readonly Wire[] = ['anthropic-messages', 'openai-responses', 'openai-chat']
const markdown = '# A heading\n\nSome *slanted* and **bold** with `code`.\n\n```ts\nconst answer: number = 42\n```\n\n'
const longThought = 'First I look at it.\nThen I look at it again, from the other side, and wonder.\nAt last I see.'

describe.each(sizes.map((size, index) => [...size, wires[index] ?? 'openai-chat'] as const))(
  'at %ix%i, over %s',
  (columns, rows, wire) => {
    const half = gate()
    const door = openDoor()
    const script = answers({
      'show me': { text: `${markdown}${markdown}The end.`, goesOnAfter: half.opened, deltaChars: 7 },
      ponder: { thinking: longThought, text: 'I have thought.' },
      'change it': [replaces('src/list.txt', ['two', 'three'], wire), { text: 'It is changed.' }],
      'fail it': [runs('seq 1 40; echo broken >&2; exit 3', wire), { text: 'It failed.' }],
      'run it': [runs(`echo up and away; ${door.wait}; echo over`, wire), { text: 'It ran.' }],
    })
    const files = { 'src/list.txt': 'one\ntwo\nfour\n' }
    const chat = sharedChat(() => ({ script, files, wire, size: [columns, rows] }))

    test('the first paint is a rule, the input with the cursor in it, and a status line with the model', async () => {
      const { terminal } = chat()
      const lines = terminal.screen().split('\n')
      expect(lines).toHaveLength(3)
      expect(lines[0]).toBe('─'.repeat(columns))
      expect(lines[1]).toMatch(/^› say what to do/)
      expect(lines[2]).toMatch(/^(claude-sonnet-4-5|gpt-5\.5|tiny) · unconfined$/)
      expect(terminal.cursor()).toEqual({ column: 2, row: 1 })
    })

    test('an answer is there as it streams, formatted, and in the end it is whole and there once', async () => {
      const { terminal } = chat()
      say(terminal, 'show me')
      await terminal.waitFor('const answer')
      await terminal.waitFor('writing')
      expect(everything(terminal)).not.toContain('The end.')
      half.open()
      await terminal.waitFor('The end.')
      await idle(terminal)
      for (const [text, times] of [
        ['A heading', 2],
        ['const answer: number = 42', 2],
        ['The end.', 1],
        ['› show me', 1],
      ] as const)
        expect([text, count(terminal, text)]).toEqual([text, times])
      expect(everything(terminal)).not.toMatch(/\*\*bold|`code`|# A heading|```/)
      // Bold is bold, and code of a known language has colours.
      expect(terminal.raw()).toMatch(/\u001b\[1mbold\u001b\[22m/)
      expect(terminal.raw()).toMatch(/\u001b\[35mconst\u001b\[39m/)
    })

    test('a thought is one dimmed line; Ctrl+T shows the next ones whole, and folds them again', async () => {
      if (wire === 'openai-chat') return
      const { terminal } = chat()
      say(terminal, 'ponder')
      await terminal.waitFor('I have thought.')
      await idle(terminal)
      expect(everything(terminal)).not.toContain('First I look')
      expect(everything(terminal)).toMatch(/~ .*At last I see/)
      expect(terminal.raw()).toMatch(/\u001b\[2m(\u001b\[3m)?[^\n]*At last I see/)
      terminal.press('ctrl+t')
      await terminal.waitFor('thinking is shown in full')
      say(terminal, 'ponder more')
      await terminal.waitFor((screen) => screen.split('I have thought.').length > 1 && /First I look/.test(screen))
      await idle(terminal)
      terminal.press('ctrl+t')
      await terminal.waitFor('thinking is folded')
    })

    test('an edit is one line with its state and time, and below it a coloured diff with line numbers', async () => {
      const { terminal, desk } = chat()
      say(terminal, 'change it')
      await terminal.waitFor('It is changed.')
      await idle(terminal)
      const all = everything(terminal)
      expect(all).toMatch(/^✓ (Edit|apply_patch|edit) .*\d+ ms$/m)
      expect(all).toMatch(/^ +1( 1)? +one\n +2 +- two\n +2 \+ three\n +3( 3)? +four$/m)
      expect(terminal.raw()).toMatch(/\u001b\[32m[^\n]*three/)
      await status(terminal, /1 file to apply|1 unapplied/)
      // Nothing touches the disk before it is applied.
      expect(readFileSync(join(desk.directory, 'src/list.txt'), 'utf8')).toContain('two')
    })

    test('a command that failed is one line with its exit code, and the end of what it said', async () => {
      const { terminal } = chat()
      say(terminal, 'fail it')
      await terminal.waitFor('It failed.')
      await idle(terminal)
      const all = everything(terminal)
      expect(all).toMatch(/^✗ (Bash|exec_command|shell) .*exit 3, \d+ ms$/m)
      expect(all).toMatch(/\.\.\. 36 lines( before)?, Ctrl\+O shows all/)
      expect(all).toContain('    broken')
      expect(all).not.toMatch(/^ {4}20$/m)
    })

    test('a command that runs shows the end of its output live, and its time', async () => {
      const { terminal } = chat()
      say(terminal, 'run it')
      await terminal.waitFor((screen) => /● (Bash|exec_command|shell) [^]*\n {4}up and away/.test(screen))
      await terminal.waitFor(/● (Bash|exec_command|shell) .* \d s$/m)
      door.open()
      await terminal.waitFor('It ran.')
      await idle(terminal)
      expect(everything(terminal)).toMatch(/^✓ (Bash|exec_command|shell) .* exit 0, [\d.]+ s$/m)
    })

    test('the status line says model, context, tokens, cost and what is not applied, as far as there is room', async () => {
      const { terminal } = chat()
      await idle(terminal)
      const status = statusLine(terminal)
      expect(status.length).toBeLessThanOrEqual(columns)
      const all = [/(ctx|context) \d+%/, /1 (unapplied|file to apply)/, /unconfined/]
      const more = [
        /claude-sonnet-4-5|gpt-5\.5|tiny/,
        /\$\d|cost unknown/,
        /[\d.]+k? in \([\d.]+k? cached\) \d+ out|↑[\d.]+k? \([\d.]+k?\) ↓\d+/,
      ]
      for (const part of columns < 80 ? all : [...all, ...more]) expect(status).toMatch(part)
    })

    test('no row is wider than the terminal, and nothing of the live region was left in the scrollback', async () => {
      const { terminal } = chat()
      await idle(terminal)
      const rule = '─'.repeat(columns)
      expect(count(terminal, rule)).toBe(1)
      expect(terminal.scrollback()).not.toMatch(/say what to do|Enter steers|unconfined|waiting for the model/)
    })

    test('the provider accepted every request', async () => {
      expect(chat().mock.violations).toEqual([])
    })
  },
)
