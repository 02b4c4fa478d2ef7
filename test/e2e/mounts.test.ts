import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { modelOf, type Desk } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { answers, runs } from '../tui/support/answers.ts'
import { inBothPlaces } from '../support/places.ts'

const demo = ['run', '-m', 'demo/scripted']

async function mountsOf(desk: Desk): Promise<number> {
  const { stdout } = await desk.run(['log', '--json'])
  return stdout.split('\n').filter((line) => line.includes('"kind":"workspace.mounted"')).length
}

inBothPlaces((place) => {
  test.each([
    ['the same directory twice', ['--mount', '.', '--mount', '../repo'], /is mounted at \/workspace already/],
    ['a directory within a writable one', ['--mount', '.', '--mount', 'sub'], /sub lies in .*mounted writable/],
    ['a path of the system', ['--mount', '.:/usr/x'], /own \/usr there; choose a path below \/mnt/],
    ['a file', ['--mount', 'a.txt'], /a\.txt: this is a file/],
  ])('%s is refused before a session is made', async (_, flags, words) => {
    const desk = await place.openDesk({ 'a.txt': 'a\n', 'sub/b.txt': 'b\n' })
    const { code, stderr } = await desk.run([...demo, ...flags, 'hello'])
    expect(stderr).toMatch(words)
    expect(stderr.match(/^error: /gm)).toHaveLength(1)
    expect(code).toBe(2)
    expect((await desk.run(['sessions', 'list'])).stdout).toBe('')
  })

  test('a directory that is read may hold one that is worked in, and apply writes that one', async () => {
    const desk = await place.openDesk({ 'a.txt': 'a\n', 'sub/b.txt': 'hello\n' })
    const { code, stderr } = await desk.run([
      ...demo,
      '--mount',
      'sub',
      '--mount',
      '.:/mnt/all:ro',
      '--apply',
      'change b.txt',
    ])
    expect(code, stderr).toBe(0)
    expect(readFileSync(join(desk.directory, 'sub/b.txt'), 'utf8')).not.toBe('hello\n')
  })

  test('a session that goes on knows its directory through another name', async () => {
    const desk = await place.openDesk({ 'dd/a.txt': 'a\n' })
    symlinkSync('dd', join(desk.directory, 'link'))
    expect((await desk.run([...demo, '--mount', 'link', 'hello'])).code).toBe(0)
    expect((await desk.run([...demo, '-c', '--mount', 'dd', 'hello'])).code).toBe(0)
    expect(await mountsOf(desk)).toBe(1)
    mkdirSync(join(desk.directory, 'other'))
    expect((await desk.run([...demo, '-c', '--mount', 'other', 'hello'])).code).toBe(0)
    expect(await mountsOf(desk)).toBe(2)
  })

  test('what commands make is left out by the rules around each mount, also where these are not', async () => {
    const made = 'mkdir -p node_modules out && touch node_modules/x.js out/x made ../mnt%2Fb/x.cache ../mnt%2Fb/made'
    const mock = await startMockProvider(answers({ build: [runs(made), { text: 'built' }] }))
    onTestFinished(async () => mock.close())
    const desk = await place.openDesk(
      {
        '.git/info/exclude': 'out/\n',
        '.gitignore': 'node_modules\n',
        'packages/a/a.txt': 'a\n',
        'packages/a/node_modules/y.js': 'y\n',
        'packages/b/b.txt': 'b\n',
      },
      mock,
    )
    const rules = join(desk.env['HOME'] ?? '', '.config', 'git')
    mkdirSync(rules, { recursive: true })
    writeFileSync(join(rules, 'ignore'), '*.cache\n')
    const mounts = ['--mount', 'packages/a', '--mount', 'packages/b']
    const ran = await desk.run(['run', '-m', modelOf['anthropic-messages'], '--sandbox', 'none', ...mounts, 'build'])
    expect(ran.code, ran.stderr).toBe(0)
    const changed = async (...session: string[]) => (await desk.run(['diff', ...session, '--json'])).stdout
    const both = [
      { mount: '/workspace', change: 'added' },
      { mount: '/mnt/b', change: 'added' },
    ]
    expect(JSON.parse(await changed())).toMatchObject(both)
    expect((await desk.run(['apply'])).stderr.match(/^wrote .*\/made$/gm)).toHaveLength(2)
    // They travel with the session.
    const exported = await desk.run(['export', '--format', 'jsonl'])
    const imported = await desk.run(['import', '-', '--as-new'], { input: exported.stdout })
    expect(imported.code, imported.stderr).toBe(0)
    const session = imported.stdout.trim()
    const again = await desk.run(['run', '-r', session, '--sandbox', 'none', 'build it again'])
    expect(again.code, again.stderr).toBe(0)
    expect(JSON.parse(await changed(session))).toMatchObject(both)
  })

  test('the instructions of the directory that one stands in come last, behind those of the mount', async () => {
    const mock = await startMockProvider(() => ({ text: 'done' }))
    onTestFinished(async () => mock.close())
    const desk = await place.openDesk(
      { 'AGENTS.md': 'say root', 'sub/AGENTS.md': 'say sub', 'other/AGENTS.md': 'say other' },
      mock,
    )
    writeFileSync(join(desk.directory, 'sub', '.gitignore'), 'ignored/\n')
    mkdirSync(join(desk.directory, 'sub', 'ignored'))
    for (const cwd of [join(desk.directory, 'sub'), join(desk.directory, 'sub', 'ignored')]) {
      await desk.run(['run', '-m', modelOf['anthropic-messages'], '--mount', desk.directory, 'hi'], { cwd })
      const sent = mock.requests.at(-1)?.bytes.toString() ?? ''
      expect(sent).toMatch(/say root.*say sub/)
      expect(sent).not.toContain('say other')
      expect(sent).toContain('other/AGENTS.md')
    }
    await desk.run(['run', '-m', modelOf['anthropic-messages'], '--mount', 'sub', '--mount', 'other', 'hi'])
    expect(mock.requests.at(-1)?.bytes.toString()).toMatch(/say sub/)
  })
})
