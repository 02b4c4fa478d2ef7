import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { modelOf, type Desk } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
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
