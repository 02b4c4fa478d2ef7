import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { answers, gate } from './support/answers.ts'
import { ask, idle, openChat, ready, say, send, type Chat } from './support/chat.ts'
import { draftsOf } from './support/drafts.ts'

test.each([
  ['/hepl', 'did you mean /help'],
  ['/theme nosuch', 'no theme nosuch'],
  ['/model nobody/nothing', 'nobody'],
  ['!', 'write a command behind !'],
])('%s, which cannot be taken, comes back into the input', async (line, reason) => {
  const { terminal } = await openChat()
  say(terminal, line)
  await terminal.waitFor((screen) => new RegExp(`✗ [^]*${reason}[^]*› ${line}\n`).test(screen))
})

test('a command for the sandbox that cannot be stored comes back into the input', async () => {
  const { terminal, desk } = await openChat()
  await ask(terminal, 'hello')
  const store = storeOf(desk)
  store.exec("CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END")
  say(terminal, '!echo precious')
  await terminal.waitFor(/✗ [^\n]*disk is full[^]*› !echo precious$/m)
  store.exec('DROP TRIGGER full')
  store.close()
})

test('/resume with the name of the session one is in says so, whatever else is called alike', async () => {
  const { terminal, open } = await openChat({ more: ['-n', 'alpha'] })
  await ask(terminal, 'hello')
  say(terminal, '/quit')
  await terminal.exited
  const second = open({ argv: ['chat', '--sandbox', 'none', '-n', 'second alpha'] })
  await ready(second)
  await ask(second, 'this one speaks of alpha')
  say(second, '/resume alpha')
  await second.waitFor('hello')
  await idle(second)
  second.type('/resume alpha')
  await second.waitFor(/^› \w+ +alpha$/m)
  second.press('enter')
  await second.waitFor('this is session alpha already')
})

test('Esc right behind steering gives it back, its paste folded as it was', async () => {
  const half = gate()
  const script = answers({ tell: { text: 'a long story '.repeat(20), goesOnAfter: half.opened, deltaChars: 9 } })
  const { terminal, mock } = await openChat({ script })
  say(terminal, 'tell me')
  await terminal.waitFor('a long story')
  terminal.paste('line\n'.repeat(9))
  await terminal.waitFor('[9 lines]')
  terminal.press('enter')
  terminal.press('escape')
  await terminal.waitFor(/! interrupted · /)
  await terminal.waitFor(/^› \[9 lines\]$/m)
  half.open()
  await send(terminal)
  expect(JSON.stringify(mock.requests.at(-1)?.body).match(/line\\+n/g)).toHaveLength(8)
})

test('a prompt whose chat was killed before it was stored is the draft of the next one', async () => {
  const { terminal, desk, open } = await openChat({ more: ['-n', 'killed'] })
  await ask(terminal, 'hello')
  const store = storeOf(desk)
  store.exec('BEGIN IMMEDIATE')
  say(terminal, 'precious words')
  await until(() => historyOf(desk).includes('precious words'))
  terminal.signal('SIGKILL')
  await terminal.exited
  store.exec('ROLLBACK')
  store.close()
  const next = open({ argv: ['attach', 'killed'] })
  await next.waitFor('› precious words')
  await send(next)
})

test('a first prompt whose chat was killed before its session was there is the draft of the next chat', async () => {
  const { terminal, desk, open } = await openChat()
  await terminal.waitFor(/^claude/m)
  const store = storeOf(desk)
  store.exec('BEGIN IMMEDIATE')
  say(terminal, 'precious words')
  await until(() => historyOf(desk).includes('precious words'))
  terminal.signal('SIGKILL')
  await terminal.exited
  store.exec('ROLLBACK')
  store.close()
  const next = open()
  await next.waitFor('› precious words')
  await send(next)
  expect(draftsOf(desk)).toEqual([])
})

test('a chat that is killed right behind Enter leaves the prompt in the inbox or as a draft, never both', async () => {
  const { terminal, desk, open } = await openChat({ more: ['-n', 'killed'] })
  await ask(terminal, 'hello')
  const places: string[] = []
  let chat = terminal
  for (const delayMs of [0, 2, 5, 10, 20, 40]) {
    const words = `precious words ${delayMs}`
    chat.type(words)
    await until(() => draftsOf(desk).some((draft) => draft.includes(words)))
    const before = asked(desk)
    chat.press('enter')
    await wait(delayMs)
    chat.signal('SIGKILL')
    await chat.exited
    const isStored = asked(desk) > before
    chat = open({ argv: ['attach', 'killed'] })
    await ready(chat)
    await until(() => draftsOf(desk).every((draft) => !draft.includes('"command"')))
    const isDraft = draftsOf(desk).some((draft) => draft.includes(words))
    places.push(isStored ? (isDraft ? 'both' : 'one') : isDraft ? 'one' : 'neither')
    if (isDraft) chat.press('ctrl+c')
    await idle(chat)
  }
  expect(places).toEqual(Array(6).fill('one'))
})

type AtDesk = Chat['desk']

function storeOf({ home }: AtDesk): Database.Database {
  return new Database(join(home, 'data', 'lightspeed.db'))
}

/** How many prompts came into an inbox so far. */
function asked(desk: AtDesk): number {
  const store = storeOf(desk)
  const rows = store.prepare("SELECT id FROM inbox WHERE command LIKE '%run.request%'").all()
  store.close()
  return rows.length
}

function historyOf({ home }: AtDesk): string {
  const file = join(home, 'data', 'history.jsonl')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(10)
}
