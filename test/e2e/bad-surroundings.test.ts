import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { modelOf, openDesk } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { expectOneLine } from './expect-one-line.ts'

const demo = ['run', '-m', 'demo/scripted']
const binary =
  process.env['LIGHTSPEED_TEST_BINARY'] ?? fileURLToPath(new URL('../../bin/lightspeed.js', import.meta.url))

test.skipIf(!existsSync('/dev/full'))('output that cannot be written is a failure, and says why', async () => {
  const desk = openDesk({ 'a.txt': 'text\n' })
  await desk.run([...demo, '--mount', '.', 'change a.txt'])
  for (const command of ['diff', 'log', 'log --json', 'sessions list']) {
    const line = `exec "${process.execPath}" "${binary}" ${command} >/dev/full`
    const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: desk.directory, env: desk.env, encoding: 'utf8' })
    expect({ command, status }).toEqual({ command, status: 1 })
    expect(stderr).toMatch(/could not be written/)
  }
})

test.skipIf(!existsSync('/proc/self'))('a home where nothing can be made is refused at once', async () => {
  const desk = openDesk()
  const nowhere = { HOME: '/proc', LIGHTSPEED_HOME: undefined }
  expectOneLine(await desk.run([...demo, 'hello'], { env: nowhere }), 1, /\/proc/)
  expectOneLine(await desk.run([...demo, 'hello'], { env: { LIGHTSPEED_HOME: '/proc/x' } }), 1, /\/proc\/x/)
})

test('a home that is no absolute path is refused, and nothing is written where one stands', async () => {
  const desk = openDesk()
  const env = { HOME: '', LIGHTSPEED_HOME: undefined }
  expectOneLine(await desk.run([...demo, 'hello'], { env }), 1, /HOME/)
  expect(existsSync(join(desk.directory, '.local'))).toBe(false)
  expect(existsSync(join(desk.directory, '.cache'))).toBe(false)
})

test('--apply without a directory to write to is refused before any work', async () => {
  const desk = openDesk({ 'a.txt': 'text\n' })
  expectOneLine(await desk.run([...demo, '--apply', 'write hello']), 2, /--mount/)
  expectOneLine(await desk.run([...demo, '--apply', '--mount', '.:ro', 'write hello']), 2, /read-only/)
  expect((await desk.run(['sessions', 'list'])).stdout).toBe('')
})

test('a file for the last message that cannot be written is refused before any work', async () => {
  const desk = openDesk()
  expectOneLine(await desk.run([...demo, '-o', '/nonexistent/x', 'hello']), 2, /nonexistent/)
  mkdirSync(join(desk.directory, 'd'))
  expectOneLine(await desk.run([...demo, '-o', 'd', 'hello']), 2, /directory/)
})

test('a key that no header can hold is refused at once and named, never shown', async () => {
  const desk = openDesk()
  const ended = await desk.run(['run', 'hello'], { env: { ANTHROPIC_API_KEY: 'ключ' } })
  expectOneLine(ended, 5, /ANTHROPIC_API_KEY/)
  expect(ended.stderr).not.toMatch(/ключ/)
})

test('an effort that is mistyped, and a provider that is not there, are refused when they are named', async () => {
  const desk = openDesk()
  const env = { ANTHROPIC_API_KEY: 'k' }
  expectOneLine(await desk.run(['run', '-m', 'anthropic/claude-sonnet-4-5:ultra', 'hi'], { env }), 2, /ultra/)
  expectOneLine(await desk.run(['config', 'set', 'model', 'nobody/x']), 2, /nobody/)
})

test('a refusal of the model is called one', async () => {
  const mock = await startMockProvider(() => ({ text: 'oops', stop: 'refusal' }))
  try {
    const desk = openDesk({}, mock)
    expectOneLine(await desk.run(['run', '-m', modelOf['anthropic-messages'], 'hi']), 1, /refused: oops/)
  } finally {
    await mock.close()
  }
})

test('the texts that a log names can be had with it', async () => {
  const desk = openDesk({ 'a.txt': 'text\n' })
  await desk.run([...demo, '--mount', '.', 'change a.txt'])
  const { lines } = await desk.run(['log', '--json', '--texts'])
  const texts = lines().filter(({ kind }) => kind === 'content')
  expect(JSON.stringify(texts)).toMatch(/change a\.txt/)
})

test('--sandbox none says so even when nothing else is said, and needs no program on PATH but the shell', async () => {
  const mock = await startMockProvider(({ index }) =>
    index === 0 ? { calls: [{ name: 'exec_command', args: { cmd: 'exit 3' } }] } : { text: 'done' },
  )
  try {
    const desk = openDesk({}, mock)
    const bin = join(desk.home, 'bin')
    mkdirSync(bin, { recursive: true })
    execFileSync('ln', ['-s', '/usr/bin/mkfifo', join(bin, 'mkfifo')])
    const args = ['run', '-q', '--json', '--sandbox', 'none', '-m', modelOf['openai-responses'], 'go']
    const { stderr, lines } = await desk.run(args, { env: { PATH: bin } })
    expect(stderr).toMatch(/unconfined/)
    expect(lines().find(({ kind }) => kind === 'tool.finished')).toMatchObject({ outcome: 'ok', exitCode: 3 })
  } finally {
    await mock.close()
  }
})

test('an ephemeral run leaves nothing behind, also no index of what it mounted', async () => {
  const desk = openDesk({ 'a.txt': 'text\n' })
  expect((await desk.run([...demo, '--ephemeral', '--mount', '.', 'change a.txt'])).code).toBe(0)
  expect(existsSync(join(desk.home, 'cache', 'mounts'))).toBe(false)
  expect(existsSync(join(desk.home, 'data', 'lightspeed.db'))).toBe(false)
})
