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
    const [before, after] = words.get(userText.replace(' both', '')) ?? []
    if (before === undefined || results.length > 0) return { text: 'done' }
    const files = userText.endsWith(' both') ? ['/workspace/a.txt', '/mnt/lib/a.txt'] : ['a.txt']
    return {
      calls: files.map((file) => ({ name: 'Edit', args: { file_path: file, old_string: before, new_string: after } })),
    }
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
        `error: /workspace is ${desk.directory} on alice, and this machine is bob; lightspeed apply ${session} --to DIR writes its changes to DIR\n`,
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

  test('of several changed workspaces each is written where --to says, and which is asked of whoever does not', async () => {
    const desk = await openDesk({ 'app/a.txt': 'one\n', 'lib/a.txt': 'one\n' }, await startEditor())
    const [alice, bob] = [onMachine(desk, 'alice'), onMachine(desk, 'bob')]
    const mounts = ['--mount', 'app', '--mount', 'lib']
    expect((await alice.run(['run', ...model, '--session-id', session, ...mounts, 'edit both'])).code).toBe(0)
    const [app, lib] = [join(desk.directory, 'app'), join(desk.directory, 'lib')]
    const [first, second] = ['first', 'second'].map((name) =>
      makeDirectory(join(dirname(desk.directory), name), 'one\n'),
    ) as [string, string]
    const command = 'lightspeed apply shared --to DIR:/workspace --to DIR:/mnt/lib'
    expect(await bob.run(['apply', session])).toMatchObject({
      code: 4,
      stderr: `error: /workspace is ${app} on alice, /mnt/lib is ${lib} on alice, and this machine is bob; ${command} writes their changes there\n`,
    })
    expect(await bob.run(['apply', session, '--to', first])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`(/workspace, /mnt/lib); say which is where: ${command}\n`),
    })
    const half = await bob.run(['apply', session, '--to', `${second}:/mnt/lib`])
    expect([half.code, read(second)]).toEqual([4, 'one\n'])
    expect(half.stderr).toContain(`--to DIR:/workspace --to ${second}:/mnt/lib writes`)
    const both = await bob.run(['apply', session, '--to', `${second}:/mnt/lib`, '--to', `${first}:/workspace`])
    expect([both.code, both.stderr]).toEqual([0, `wrote ${first}/a.txt\nwrote ${second}/a.txt\n`])
    expect([read(first), read(second), read(app), read(lib)]).toEqual(['two\n', 'two\n', 'one\n', 'one\n'])
    // Both are known from then on.
    expect((await bob.run(['run', '-r', session, '--apply', 'again both'])).code).toBe(0)
    expect([read(first), read(second)]).toEqual(['three\n', 'three\n'])
    expect((await alice.run(['apply', session])).code).toBe(0)
    expect([read(app), read(lib)]).toEqual(['three\n', 'three\n'])
  })

  test('the last session of a directory is of the machine that one is at', async () => {
    const { desk, alice, bob } = await open()
    const refused = [['run', '-c', 'and on'], ['apply'], ['diff'], ['log']]
    for (const command of refused) {
      const { code, stderr } = await bob.run(command)
      expect([code, stderr]).toEqual([
        2,
        `error: no session was started in ${desk.directory} on bob yet; shared is of that path on alice, and its id names it; lightspeed sessions list --all shows those of other directories\n`,
      ])
    }
    const chat = openTerminal({ argv: ['chat', '-c'], cwd: desk.directory, env: bob.env })
    expect(await chat.exited).toMatchObject({ code: 2 })
    expect((await bob.run(['diff', session])).stdout).toContain('+two')

    expect((await bob.run(['run', ...model, '--session-id', 'of-bob', '--mount', '.', 'hello'])).code).toBe(0)
    expect((await alice.run(['run', ...model, '--session-id', 'newer', '--mount', '.', 'hello'])).code).toBe(0)
    const last = async (who: Desk) => JSON.parse((await who.run(['sessions', 'show', '--json'])).stdout) as object
    expect([await last(bob), await last(alice)]).toMatchObject([{ id: 'of-bob' }, { id: 'newer' }])
    expect((await bob.run(['run', '-c', 'and on'])).code).toBe(0)
    // One that has no directory is of any machine.
    expect((await alice.run(['run', ...model, '--session-id', 'bare', 'hello'])).code).toBe(0)
    expect(await last(bob)).toMatchObject({ id: 'bare' })
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
        /is gone; restore that directory, or lightspeed apply shared --to DIR writes its changes to DIR\n$/,
      ),
    ])
    expect((await desk.run(['apply', session, '--to', '.'], { cwd: moved })).code).toBe(0)
    expect((await desk.run(['run', '-r', session, '--apply', 'again'], { cwd: moved })).code).toBe(0)
    expect(read(moved)).toBe('three\n')
  })
})
