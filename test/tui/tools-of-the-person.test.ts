import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeConfined } from '../sandbox/support/with-bubblewrap.ts'
import { modelOf } from '../support/cli.ts'
import { answers, runs } from './support/answers.ts'
import { everything, idle, openChat, say, sharedChat } from './support/chat.ts'

/** A picture of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const script = answers({
  'long output': [runs('seq 1 500'), { text: 'That was long.' }],
  ponder: { thinking: '**A plan**\n\nhow it goes in the middle\n\n**The end**', text: 'I have thought.' },
})
const editor =
  '#!/bin/sh\nprintf "edited: " > "$1.new"; cat "$1" >> "$1.new"; printf "\\nand more" >> "$1.new"; mv "$1.new" "$1"\n'

describe('with an editor and a pager', () => {
  const files = { 'shot one.png': png, 'no.png': 'not a picture', edit: editor, fail: '#!/bin/sh\nexit 1\n' }
  const chat = sharedChat(() => ({ script, files, env: { EDITOR: './edit', PAGER: 'cat' } }))

  test('Ctrl+G opens $EDITOR on the draft, and its text comes back whole', async () => {
    const { terminal, desk, mock } = chat()
    chmodSync(join(desk.directory, 'edit'), 0o755)
    terminal.type('my draft')
    await terminal.waitFor('› my draft')
    terminal.press('ctrl+g')
    await terminal.waitFor(/› edited: my draft\n {2}and more/)
    terminal.press('enter')
    await terminal.waitFor('Very well.')
    await idle(terminal)
    expect(JSON.stringify(mock.requests.at(-1)?.body)).toContain('edited: my draft\\nand more')
  })

  test('an editor that fails leaves the text as it was', async () => {
    const { terminal, desk } = chat()
    writeFileSync(join(desk.directory, 'edit'), '#!/bin/sh\necho spoilt > "$1"; exit 1\n')
    terminal.type('keep me')
    terminal.press('ctrl+g')
    await terminal.waitFor(
      (screen) => screen.includes('the editor failed; the text is as it was') && /^› keep me$/m.test(screen),
    )
    terminal.press('ctrl+c')
    await idle(terminal)
  })

  test('Ctrl+O opens the whole output of the last call in the pager, and the chat comes back whole', async () => {
    const { terminal } = chat()
    say(terminal, 'long output')
    await terminal.waitFor('That was long.')
    await idle(terminal)
    expect(terminal.scrollback() + terminal.screen()).not.toMatch(/^ *200$/m)
    terminal.press('ctrl+o')
    await terminal.waitFor((screen) => /^500$/m.test(screen))
    await idle(terminal)
    expect(terminal.scrollback()).toMatch(/^200$/m)
    say(terminal, 'still here')
    await terminal.waitFor((screen) => screen.lastIndexOf('Very well.') > screen.lastIndexOf('still here'))
    await idle(terminal)
  })

  test('Ctrl+O opens folded thinking that is newer than the last output, and that output behind it', async () => {
    const { terminal } = chat()
    say(terminal, 'ponder')
    await terminal.waitFor('I have thought.')
    await idle(terminal)
    expect(everything(terminal)).not.toContain('how it goes in the middle')
    terminal.press('ctrl+o')
    await terminal.waitFor(() =>
      /^thinking\s+\*\*A plan[^]*how it goes in the middle[^]*^500$/m.test(everything(terminal)),
    )
    await idle(terminal)
  })

  test('a pasted path of a picture attaches it, and the model gets it', async () => {
    const { terminal, mock, desk } = chat()
    terminal.type('what is on ')
    terminal.paste(`'${join(desk.directory, 'shot one.png')}'`)
    await terminal.waitFor('› what is on [image shot one.png]')
    terminal.press('enter')
    await idle(terminal)
    await expect.poll(() => JSON.stringify(mock.requests.at(-1)?.body)).toContain('image/png')
    expect(JSON.stringify(mock.requests.at(-1)?.body)).toContain(png.toString('base64'))
  })

  test('a pasted path of something else stays text', async () => {
    const { terminal, desk } = chat()
    terminal.paste(join(desk.directory, 'edit'))
    await terminal.waitFor(/› \/.*edit/)
    terminal.press('ctrl+c')
    await idle(terminal)
  })

  test('Ctrl+L draws the screen anew', async () => {
    const { terminal } = chat()
    terminal.type('kept')
    terminal.press('ctrl+l')
    await terminal.waitFor((screen) => /^› kept$/m.test(screen) && screen.split('\n').length < 8)
    terminal.press('ctrl+c')
    await idle(terminal)
  })
})

test('a ! command runs without a run, shows its output, and the model hears of it with the next prompt', async () => {
  const { terminal, mock } = await openChat({})
  say(terminal, '!echo hi from the shell; exit 4')
  await terminal.waitFor(/✗ ! echo hi from the shell; exit 4 exit 4, \d+ ms\n {4}hi from the shell/)
  await idle(terminal)
  expect(mock.requests).toHaveLength(0)
  say(terminal, 'what did it say?')
  await terminal.waitFor('Very well.')
  expect(JSON.stringify(mock.requests[0]?.body)).toContain('hi from the shell')
})

test('before any output Ctrl+O says so', async () => {
  const { terminal } = await openChat({})
  terminal.press('ctrl+o')
  await terminal.waitFor('no output and no folded thinking to show yet')
})

describeConfined('in the sandbox', () => {
  test('a ! command sees the workspace, changes it, and cannot write to the disk', async () => {
    const argv = ['chat', '-m', modelOf['anthropic-messages']]
    const { terminal, desk } = await openChat({ argv, files: { 'a.txt': 'one\n' } })
    say(terminal, `!cat a.txt; echo two >> a.txt; touch ${desk.directory}/outside && echo escaped`)
    await terminal.waitFor(/[✗✓] ! cat a\.txt/)
    await terminal.waitFor('1 file to apply')
    expect(terminal.screen()).not.toMatch(/^ {4}escaped$/m)
    say(terminal, '/diff')
    await terminal.waitFor(/2 \+ two/)
    expect(terminal.screen()).not.toContain('unconfined')
  })
})
