import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf, type Desk } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { onMachine } from '../support/on-machine.ts'
import { inBothPlaces } from '../support/places.ts'
import { startSharedServer } from '../support/shared-server.ts'
import { hasServers, serversSuffix } from '../support/surroundings.ts'
import { openTerminal } from '../support/terminal.ts'
import { ready, say } from '../tui/support/chat.ts'

/** `edit` makes two of one, `again` three of two. */
const words = new Map([
  ['edit', ['one', 'two']],
  ['again', ['two', 'three']],
])

async function startEditor() {
  const mock = await startMockProvider(({ results, userText }) => {
    const [before, after] = words.get(userText) ?? []
    if (before === undefined || results.length > 0) return { text: 'done' }
    return { calls: [{ name: 'Edit', args: { file_path: 'a.txt', old_string: before, new_string: after } }] }
  })
  onTestFinished(() => mock.close())
  return mock
}

const session = 'shared'
const model = ['-m', modelOf['anthropic-messages']]
const begin = ['run', ...model, '--session-id', session, '--mount', '.', 'edit']
const read = (directory: string) => readFileSync(join(directory, 'a.txt'), 'utf8')

function makeDirectory(directory: string, text: string): string {
  mkdirSync(directory)
  writeFileSync(join(directory, 'a.txt'), text)
  return directory
}

/** What another machine has at the path of a desk's directory. */
async function whileReplaced(desk: Desk, text: string, work: () => Promise<void>): Promise<void> {
  renameSync(desk.directory, `${desk.directory}.away`)
  makeDirectory(desk.directory, text)
  await work()
  rmSync(desk.directory, { recursive: true })
  renameSync(`${desk.directory}.away`, desk.directory)
}

describe.skipIf(!hasServers)(`a session of a server that is used on two machines${serversSuffix}`, () => {
  const { openDesk } = startSharedServer()

  async function open() {
    const desk = await openDesk({ 'a.txt': 'one\n' }, await startEditor())
    const [alice, bob] = [onMachine(desk, 'alice'), onMachine(desk, 'bob')]
    const ran = await alice.run(begin)
    expect([ran.code, ran.stderr]).toEqual([0, expect.not.stringContaining('error')])
    return { desk, alice, bob }
  }

  test('a directory at the path of another machine is left alone, and the result stays for that machine', async () => {
    const { desk, alice, bob } = await open()
    await whileReplaced(desk, 'one\n', async () => {
      const refused = await bob.run(['apply', session])
      expect([refused.code, refused.stderr]).toEqual([
        4,
        `error: /workspace is ${desk.directory} on alice, and this machine is bob; lightspeed apply --to DIR writes its changes to DIR\n`,
      ])
      const shown = await bob.run(['sessions', 'show', session])
      expect(shown.stdout).toContain(`/workspace from ${desk.directory} on alice (changed)`)
      const run = await bob.run(['run', '-r', session, '--apply', 'and on'])
      expect([run.code, run.stderr]).toEqual([
        2,
        expect.stringContaining(`what is mounted is ${desk.directory} on alice`),
      ])
      const mounted = await bob.run(['run', '-r', session, '--mount', '.', 'and on'])
      expect(mounted.stderr).toContain(`/workspace is ${desk.directory} on alice; that of this machine is at /mnt/repo`)
      expect(read(desk.directory)).toBe('one\n')
    })
    expect((await alice.run(['diff', session])).stdout).toContain('+two')
    expect((await alice.run(['apply', session])).stderr).toBe(`wrote ${desk.directory}/a.txt\n`)
    expect(read(desk.directory)).toBe('two\n')
    expect((await alice.run(['diff', session])).stderr).toContain('no changes')
  })

  test('--to fetches it anywhere, again and again, and takes it from nobody', async () => {
    const { desk, alice, bob } = await open()
    const copy = makeDirectory(join(dirname(desk.directory), 'copy'), 'one\n')
    const other = makeDirectory(join(dirname(desk.directory), 'other'), 'mine\n')
    const conflict = await bob.run(['apply', session, '--to', other])
    expect([conflict.code, read(other)]).toEqual([1, 'mine\n'])
    expect((await bob.run(['apply', session, '--to', copy])).stderr).toBe(`wrote ${copy}/a.txt\n`)
    expect((await bob.run(['diff', session])).stderr).toContain('no changes')
    expect((await bob.run(['log', session, '--json'])).lines().at(-1)).toMatchObject({
      ...{ kind: 'workspace.copied', path: '/workspace', host: 'bob', directory: copy, files: 1, conflicts: 0 },
    })
    // A directory that was named once is known.
    expect((await bob.run(['run', '-r', session, '--apply', 'again'])).code).toBe(0)
    expect([read(copy), read(desk.directory)]).toEqual(['three\n', 'one\n'])
    expect((await bob.run(['sessions', 'show', session])).stdout).toContain(`/workspace from ${copy}\n`)

    expect((await alice.run(['apply', session])).code).toBe(0)
    expect(read(desk.directory)).toBe('three\n')
    const carol = makeDirectory(join(dirname(desk.directory), 'third'), 'one\n')
    expect((await onMachine(desk, 'carol').run(['apply', session, '--to', carol])).code).toBe(0)
    expect(read(carol)).toBe('three\n')
  })

  test('/apply of a chat says the same', async () => {
    const { desk, bob } = await open()
    const chat = openTerminal({ argv: ['chat', '-r', session], cwd: desk.directory, env: bob.env })
    await ready(chat)
    say(chat, '/apply')
    await chat.waitFor('this machine is bob')
    expect(read(desk.directory)).toBe('one\n')
  })
})

inBothPlaces((place) => {
  test('a machine that got another name is asked which directory it is at most once', async () => {
    const desk = await place.openDesk({ 'a.txt': 'one\n' }, await startEditor())
    const [before, after] = [onMachine(desk, 'before'), onMachine(desk, 'after')]
    expect((await before.run(begin)).code).toBe(0)
    // A session that is kept on the machine has its directories there, whatever it is called.
    expect((await after.run(['apply', session])).code).toBe(place.isRemote ? 4 : 0)
    if (place.isRemote) expect((await after.run(['apply', session, '--to', '.'])).code).toBe(0)
    expect(read(desk.directory)).toBe('two\n')
    expect((await after.run(['run', '-r', session, '--mount', '.', '--apply', 'again'])).code).toBe(0)
    expect(read(desk.directory)).toBe('three\n')
    expect((await after.run(['diff', session])).stderr).toContain('no changes')
    // And back again: what is on disk already is no conflict.
    expect((await before.run(['apply', session])).code).toBe(0)
    expect((await before.run(['diff', session])).stderr).toContain('no changes')
  })

  test('of a directory that was moved the new place is named once', async () => {
    const desk = await place.openDesk({ 'a.txt': 'one\n' }, await startEditor())
    expect((await desk.run(begin)).code).toBe(0)
    const moved = `${desk.directory}.moved`
    renameSync(desk.directory, moved)
    const refused = await desk.run(['apply', session], { cwd: moved })
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(
        /is gone; restore that directory, or lightspeed apply --to DIR writes its changes to DIR\n$/,
      ),
    ])
    expect((await desk.run(['apply', session, '--to', '.'], { cwd: moved })).code).toBe(0)
    expect((await desk.run(['run', '-r', session, '--apply', 'again'], { cwd: moved })).code).toBe(0)
    expect(read(moved)).toBe('three\n')
  })
})
