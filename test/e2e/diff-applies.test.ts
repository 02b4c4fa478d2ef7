import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { inBothPlaces } from '../support/places.ts'
import { makeDirectory, readFiles } from '../vfs/fixture.ts'

const hasGit = spawnSync('git', ['--version']).status === 0

/** Every kind of change that a command can make. */
const command = [
  String.raw`printf '\0\1\2' > changed.bin`,
  String.raw`printf '\0new' > 'new file.bin'`,
  'rm gone.bin gone.txt',
  'echo more >> text.txt',
  'chmod +x script.sh',
  'ln -s text.txt link',
  'rm turned && mkdir turned && echo inside > turned/file',
  ': > empty.txt',
  'printf end > no-newline.txt',
  'mv moved.txt sub.txt',
].join(' && ')

inBothPlaces((place) => {
  test.skipIf(!hasGit)('what diff prints into a pipe, git apply makes of the directory what apply does', async () => {
    const mock = await startMockProvider(({ results }) =>
      results.length > 0 ? { text: 'done' } : { calls: [{ name: 'Bash', args: { command } }] },
    )
    onTestFinished(async () => mock.close())
    const files = {
      'changed.bin': Uint8Array.from([0, 255, 254]),
      'gone.bin': new Uint8Array(5000),
      'gone.txt': 'gone\n',
      'text.txt': 'text\n',
      'script.sh': '#!/bin/sh\n',
      turned: 'file\n',
      'moved.txt': 'moved\n',
    }
    const desk = await place.openDesk(files, mock)
    const copy = makeDirectory()
    cpSync(desk.directory, copy, { recursive: true })
    await desk.run(['run', '-m', modelOf['anthropic-messages'], '--sandbox', 'none', '--mount', '.', 'go'])

    const { stdout, code } = await desk.run(['diff'])
    expect(code).toBe(0)
    execFileSync('git', ['apply', '-'], { cwd: copy, input: stdout, env: { ...process.env, GIT_DIR: '/dev/null' } })
    expect((await desk.run(['apply'])).code).toBe(0)
    expect(readFiles(copy)).toEqual(readFiles(desk.directory))
    expect(Object.keys(readFiles(copy))).toContain('new file.bin')
  })

  test('for people a binary file is one line', async () => {
    const mock = await startMockProvider(({ results }) =>
      results.length > 0
        ? { text: 'done' }
        : { calls: [{ name: 'Bash', args: { command: String.raw`printf '\0' > a` } }] },
    )
    onTestFinished(async () => mock.close())
    const desk = await place.openDesk({ 'b.txt': 'b\n' }, mock)
    await desk.run(['run', '-m', modelOf['anthropic-messages'], '--sandbox', 'none', '--mount', '.', 'go'])
    expect((await desk.run(['diff', '--color', 'always'])).stdout).toContain('Binary files /dev/null and b/a differ')
    expect((await desk.run(['diff', '--stat'])).stdout).toContain('Bin')
  })
})
