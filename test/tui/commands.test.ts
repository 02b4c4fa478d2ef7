import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { answers, gate } from './support/answers.ts'
import {
  clear,
  everything,
  idle,
  openChat,
  openRoom,
  ready,
  say,
  sharedChat,
  status,
  statusLine,
} from './support/chat.ts'

const script = answers({
  'first words': { text: 'The first answer.' },
  'other words': { text: 'The other answer.' },
  'after the fork': { text: 'In the fork.' },
})
const chat = sharedChat(() => ({ script, size: [100, 40] }))

test('/help lists every command in a table that fits', async () => {
  const { terminal } = chat()
  say(terminal, '/help')
  await terminal.waitFor('names a file of the workspace')
  const names =
    'help model effort context cost compact diff apply stop new resume sessions rename fork export theme quit'
  for (const name of names.split(' ')) expect(everything(terminal)).toContain(`  /${name}`.replace('  /help', '/help'))
})

test('an unknown command names the one that was meant, and the model hears nothing of it', async () => {
  const { terminal, mock } = chat()
  say(terminal, '/modle x')
  await terminal.waitFor('✗ there is no /modle; did you mean /model?')
  await clear(terminal, '/modle x')
  expect(mock.requests).toHaveLength(0)
})

test('/context, /cost, /diff, /compact and /stop say so when there is nothing yet', async () => {
  const { terminal } = chat()
  for (const [command, answer] of [
    ['/context', 'the context is empty'],
    ['/cost', 'nothing was spent yet'],
    ['/diff', 'nothing changed'],
    ['/compact', 'there is nothing to compact yet'],
    ['/stop', 'nothing runs'],
    ['/export', 'there is nothing to export yet'],
    ['/fork', 'there is nothing to fork yet'],
  ] as const) {
    say(terminal, command)
    await terminal.waitFor(answer)
  }
})

test('/model before the first prompt chooses the model of the session to come; a wrong name says what there is', async () => {
  const { terminal } = chat()
  say(terminal, '/model anthropic/claude-haiku-4-5')
  await terminal.waitFor(() => statusLine(terminal).startsWith('claude-haiku-4-5'))
  say(terminal, '/model nobody/nothing')
  await terminal.waitFor(/✗ .*nobody/)
  await terminal.waitFor(() => statusLine(terminal).includes('claude-haiku-4-5'))
  await clear(terminal, '/model nobody/nothing')
  say(terminal, '/model')
  await terminal.waitFor('the model is anthropic/claude-haiku-4-5')
})

test('/rename before the first prompt and after it', async () => {
  const { terminal, desk } = chat()
  say(terminal, '/rename early name')
  await terminal.waitFor('the session will be called early name')
  say(terminal, 'first words')
  await terminal.waitFor('The first answer.')
  await idle(terminal)
  expect((await desk.run(['sessions', 'list'])).stdout).toContain('early name: first words')
  say(terminal, '/rename late name')
  await terminal.waitFor('session is now called late name')
  expect((await desk.run(['sessions', 'list'])).stdout).toContain('late name: first words')
  say(terminal, '/rename')
  await terminal.waitFor('/rename needs a name')
  await clear(terminal, '/rename')
})

test('/model in a session changes it within its API, and refuses another API with what to do', async () => {
  const { terminal, mock } = chat()
  say(terminal, '/model anthropic/claude-sonnet-4-5')
  await terminal.waitFor('model is now anthropic/claude-sonnet-4-5')
  say(terminal, '/model openai/gpt-5.5')
  await terminal.waitFor(/✗ session .* speaks anthropic-messages and openai\/gpt-5\.5 speaks/)
  await clear(terminal, '/model openai/gpt-5.5')
  say(terminal, 'other words')
  await terminal.waitFor('The other answer.')
  await idle(terminal)
  expect(mock.requests.map(({ body }) => body['model'])).toEqual(['claude-haiku-4-5', 'claude-sonnet-4-5'])
})

test('/effort lists the levels, sets one, and names the levels for a wrong one', async () => {
  const { terminal } = chat()
  say(terminal, '/effort')
  await terminal.waitFor('efforts of this model: low, medium, high')
  say(terminal, '/effort high')
  await terminal.waitFor('model is now anthropic/claude-sonnet-4-5:high')
  await status(terminal, /claude-sonnet-4-5:high/)
  say(terminal, '/effort enormous')
  await terminal.waitFor('no effort enormous; this model takes low, medium, high')
  await clear(terminal, '/effort enormous')
})

test('/effort and the list of /model know a key that is stored and in no variable', async () => {
  const { open, desk } = await openRoom()
  const keys = { anthropic: desk.env['ANTHROPIC_API_KEY'] }
  writeFileSync(join(desk.home, 'config', 'keys.json'), JSON.stringify(keys), { mode: 0o600 })
  const terminal = open({ env: { ANTHROPIC_API_KEY: undefined } })
  await ready(terminal)
  say(terminal, '/effort')
  await terminal.waitFor('efforts of this model:')
  terminal.type('/model anthropic/claude-sonnet')
  await terminal.waitFor(/anthropic\/claude-sonnet-4-5 *$/m)
  expect(terminal.screen()).not.toContain('needs ANTHROPIC_API_KEY')
})

test('/context shows what fills the window by kind with sizes, /cost what it cost', async () => {
  const { terminal } = chat()
  say(terminal, '/context')
  await terminal.waitFor(/[\d.]+k? tokens of 200\.0k \(\d+%\), \d+ items/)
  await terminal.waitFor(/what you said +\d+ +[\d.]+k? bytes +\d+%/)
  await terminal.waitFor(/answers +\d+ +[\d.]+k? bytes +\d+%/)
  say(terminal, '/cost')
  await terminal.waitFor(/2 runs, 2 turns, 0 tool calls, [\d.]+k in .*\$\d/)
})

test('/export writes Markdown, HTML or JSONL by the name of the file', async () => {
  const { terminal, desk } = chat()
  for (const [file, holds] of [
    ['out.md', 'The other answer.'],
    ['out.html', '<html'],
    ['out.jsonl', '"kind"'],
  ] as const) {
    say(terminal, `/export ${file}`)
    await terminal.waitFor(new RegExp(`written to .*${file.replace('.', '\\.')}`))
    await idle(terminal)
    expect(readFileSync(join(desk.directory, file), 'utf8')).toContain(holds)
  }
})

test('/theme changes the colours and is kept in the config file; another name is refused', async () => {
  const { terminal, desk } = chat()
  say(terminal, '/theme light')
  await terminal.waitFor('· theme light')
  expect(readFileSync(join(desk.home, 'config', 'config.json'), 'utf8')).toContain('"theme": "light"')
  say(terminal, '/theme pink')
  await terminal.waitFor('no theme pink; there are dark, light, plain')
  await clear(terminal, '/theme pink')
  say(terminal, '/theme')
  await terminal.waitFor('the theme is light; there are dark, light, plain')
})

test('/fork goes on in a copy with the history on the screen', async () => {
  const { terminal, desk } = chat()
  say(terminal, '/fork')
  await terminal.waitFor(/forked at \d+ as session/)
  await terminal.waitFor('what stands above is shared with session')
  await idle(terminal)
  say(terminal, 'after the fork')
  await terminal.waitFor('In the fork.')
  await idle(terminal)
  expect((await desk.run(['sessions', 'list'])).stdout.trim().split('\n')).toHaveLength(3)
})

test('/new begins an empty session on the same directory, and /resume with words of a prompt goes back', async () => {
  const { terminal } = chat()
  say(terminal, '/new')
  say(terminal, '/context')
  await terminal.waitFor('the context is empty')
  say(terminal, '/resume late name')
  await terminal.waitFor(
    (screen) => screen.lastIndexOf('The other answer.') > screen.lastIndexOf('the context is empty'),
  )
  await idle(terminal)
})

test('/sessions opens a picker over the chat; Esc goes back, Enter goes over to the chosen one', async () => {
  const { terminal } = chat()
  say(terminal, '/sessions')
  await terminal.waitFor('search: ')
  terminal.press('escape')
  await idle(terminal)
  say(terminal, '/resume')
  await terminal.waitFor('search: ')
  terminal.press('enter')
  await terminal.waitFor((screen) => screen.includes('In the fork.') && screen.includes('› say what to do'))
})

test('/compact makes the context smaller and says so', async () => {
  const { terminal } = chat()
  say(terminal, '/compact')
  await terminal.waitFor('the context was compacted; the log keeps everything')
})

test('/quit leaves with the command that goes on with the session', async () => {
  const { terminal } = chat()
  say(terminal, '/quit')
  expect(await terminal.exited).toEqual({ code: 0, signal: null })
  expect(terminal.screen()).toMatch(/session \w+; lightspeed chat -r \w+ goes on with it/)
  expect(existsSync(join(chat().desk.directory, 'out.md'))).toBe(true)
})

test('chat -c goes on with the last session, with another model and name when they are given', async () => {
  const { terminal, open, desk } = await openChat({ script })
  say(terminal, 'first words')
  await terminal.waitFor('The first answer.')
  say(terminal, '/quit')
  await terminal.exited
  const again = open({
    argv: ['chat', '-c', '-m', 'anthropic/claude-haiku-4-5', '--name', 'renamed', '--sandbox', 'none'],
  })
  await again.waitFor('model is now anthropic/claude-haiku-4-5')
  await again.waitFor('session is now called renamed')
  await ready(again)
  expect(again.screen()).toContain('The first answer.')
  expect((await desk.run(['sessions', 'list'])).stdout).toContain('renamed')
})

test('Esc stops a compaction, and the context stays as it was', async () => {
  const { opened } = gate()
  const silent = ({ count }: { count: number }) =>
    count === 0 ? { text: 'Very well.' } : { text: '', startsAfter: opened }
  const { terminal } = await openChat({ script: silent })
  say(terminal, 'hello')
  await terminal.waitFor('Very well.')
  await idle(terminal)
  say(terminal, '/compact')
  await terminal.waitFor('› Enter queues, Esc stops the compaction')
  terminal.press('escape')
  await terminal.waitFor('taken back: /compact')
  await idle(terminal)
  expect(everything(terminal)).not.toContain('was compacted')
})

test('a compaction that waits is shown, and lightspeed stop takes it back with the run: nothing stays abandoned', async () => {
  const { opened } = gate()
  const { terminal, desk } = await openChat({ script: () => ({ text: 'late', startsAfter: opened }) })
  say(terminal, 'hello')
  await terminal.waitFor('› Enter steers')
  say(terminal, '/compact')
  await terminal.waitFor('+ next: /compact')
  expect(await desk.run(['stop'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('took back the compaction'),
  })
  await idle(terminal)
  expect((await desk.run(['sessions', 'list'])).stdout).toContain('idle')
})
