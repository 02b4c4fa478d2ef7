import { expect, test } from 'vitest'
import { ask, idle, send, sharedChat } from './support/chat.ts'

const files = {
  'src/parse-dates.ts': 'export const dates = 1\n',
  'src/render/print.ts': 'x\n',
  'README.md': '# hello\n',
  'odd\u001bone.txt': 'z\n',
  'odd\ntwo.txt': 'z\n',
  'odd "three".txt': 'z\n',
  'a name with blanks.txt': 'y\n',
}
const chat = sharedChat(() => ({ files }))

test('/ lists the commands with what they do; letters narrow them, and Enter runs the chosen one', async () => {
  const { terminal } = chat()
  terminal.type('/')
  await terminal.waitFor(/› \/help +the commands of the chat/)
  terminal.type('co')
  await terminal.waitFor((screen) => /› \/co\S+/.test(screen) && !screen.includes('/help'))
  terminal.type('s')
  await terminal.waitFor(/› \/cost +tokens and money/)
  terminal.press('enter')
  await terminal.waitFor('nothing was spent yet')
})

test('an argument is completed too: /theme offers the themes, and Tab takes one', async () => {
  const { terminal } = chat()
  terminal.type('/theme ')
  await terminal.waitFor((screen) => ['dark', 'light', 'plain'].every((name) => screen.includes(name)))
  terminal.type('li')
  await terminal.waitFor(/^› light/m)
  terminal.press('tab')
  await terminal.waitFor(/^› \/theme light$/m)
  terminal.press('ctrl+c')
  await idle(terminal)
})

test('@ finds files of the workspace by letters apart, the arrows choose, Tab takes it, and it is sent as it stands', async () => {
  const { terminal, mock } = chat()
  terminal.type('look at @psdat')
  await terminal.waitFor(/^› src\/parse-dates\.ts/m)
  terminal.press('tab')
  await terminal.waitFor(/^› look at @?src\/parse-dates\.ts/m)
  terminal.type('and @')
  await terminal.waitFor('README.md')
  terminal.press('escape')
  await terminal.waitFor((screen) => !screen.includes('README.md'))
  terminal.press('backspace')
  terminal.type('nothing else')
  await send(terminal)
  expect(JSON.stringify(mock.requests.at(-1)?.body)).toMatch(/look at @?src\/parse-dates\.ts +and nothing else/)
})

test('Esc closes the menu and leaves what was typed; a mail address opens none', async () => {
  const { terminal } = chat()
  terminal.type('/mo')
  await terminal.waitFor(/› \/model/)
  terminal.press('escape')
  await terminal.waitFor((screen) => /^› \/mo$/m.test(screen) && !screen.includes('/model'))
  terminal.press('ctrl+c')
  await idle(terminal)
  terminal.type('ask ada@parse')
  await terminal.waitFor(/^› ask ada@parse$/m)
  expect(terminal.screen()).not.toMatch(/^› src/m)
  terminal.press('ctrl+c')
  await idle(terminal)
})

test('a path that begins with a slash is no command', async () => {
  const { terminal, mock } = chat()
  await ask(terminal, '/etc/hosts is a file, is it not?')
  expect(JSON.stringify(mock.requests.at(-1)?.body)).toContain('/etc/hosts is a file')
})

test('names that cannot be written down as they are are not offered', async () => {
  const { terminal } = chat()
  terminal.type('see @odd')
  await terminal.waitFor(/^› odd "three"\.txt$/m)
  expect(terminal.screen()).not.toMatch(/one\.txt|two\.txt/)
  terminal.press('escape')
  terminal.press('ctrl+c')
  await idle(terminal)
})
