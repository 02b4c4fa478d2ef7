import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openDesk, type Desk } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Script } from '../support/mock-provider/script.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'

const key = 'sk-the-right-key-of-this-test-9876'
const wrong = 'sk-a-wrong-key-of-this-test-1234'

/** A desk without any key, whose providers are the mock, which takes one key only. */
async function openKeyless(script: Script = () => ({ text: 'ok' })) {
  const mock = await startMockProvider(script, { apiKey: key })
  onTestFinished(() => mock.close())
  const desk = openDesk()
  const env = { OPENAI_BASE_URL: `${mock.url}/v1`, ANTHROPIC_BASE_URL: mock.url }
  return { mock, desk: { ...desk, env: { ...desk.env, ...env } }, env, keys: join(desk.home, 'config', 'keys.json') }
}

const inTerminal = (desk: Desk, argv: readonly string[]): Terminal =>
  openTerminal({ argv, env: desk.env, cwd: desk.directory })

const firstRunMain = fileURLToPath(new URL('../support/first-run-main.ts', import.meta.url))
const firstRun = (desk: Desk, ...argv: readonly string[]): Terminal =>
  openTerminal({
    program: process.execPath,
    argv: ['--experimental-transform-types', '--no-warnings', firstRunMain, ...argv],
    env: desk.env,
    cwd: desk.directory,
  })

const config = (desk: Desk) => JSON.parse(readFileSync(join(desk.home, 'config', 'config.json'), 'utf8')) as unknown

test('a key from a pipe is stored without a word about it, used by run, shown by its end, and forgotten', async () => {
  const { mock, desk, env, keys } = await openKeyless()
  const stored = await desk.run(['auth', 'login', 'openai', '--with-key', '-'], { input: `${key}\n`, env })
  expect(stored).toMatchObject({ code: 0, stdout: '' })
  expect(stored.stderr).toMatch(/^the key of openai is stored in .*keys\.json\n$/)
  expect((statSync(keys).mode & 0o777).toString(8)).toBe('600')
  expect(mock.requests).toHaveLength(0)

  const run = await desk.run(['run', '--json', '-m', 'openai/gpt-5.5', 'hello'], { env })
  expect(run).toMatchObject({ code: 0 })
  expect(mock.requests[0]?.headers['authorization']).toBe(`Bearer ${key}`)
  expect(run.stdout + run.stderr).not.toContain(key)

  const status = await desk.run(['auth', 'status'], { env })
  expect(status.code).toBe(0)
  expect(status.stdout).toMatch(/^openai +…9876 +stored$/m)
  expect(status.stdout).not.toContain(key.slice(0, -4))
  const doctor = await desk.run(['doctor', '--json'], { env })
  expect(doctor.stdout).toContain('openai yes')

  const mine = { ...env, OPENAI_API_KEY: 'sk-of-the-environment-0000' }
  const other = await desk.run(['auth', 'status', '--json'], { env: mine })
  expect(JSON.parse(other.stdout)).toMatchObject({
    keys: [{ provider: 'openai', source: 'environment', variable: 'OPENAI_API_KEY', ends: '0000' }, {}],
  })
  const refused = await desk.run(['run', '-m', 'openai/gpt-5.5', 'hello'], { env: mine })
  expect(refused.code).toBe(5)
  expect(mock.requests.at(-1)?.headers['authorization']).toBe('Bearer sk-of-the-environment-0000')

  const out = await desk.run(['auth', 'logout', 'openai'], { env: mine })
  expect(out.stderr).toContain('the environment still has one: OPENAI_API_KEY')
  expect((await desk.run(['auth', 'status'], { env })).code).toBe(5)
  expect(readFileSync(keys, 'utf8')).toBe('{}\n')
})

test('without a terminal nothing is asked: every way to get it wrong says what to type', async () => {
  const { desk, env, keys } = await openKeyless()
  const run = async (argv: readonly string[], input?: string | null) => {
    const ended = await desk.run(['auth', ...argv], { env, ...(input === undefined ? {} : { input }) })
    expect(ended.stdout).toBe('')
    return `${ended.code} ${ended.stderr}`
  }
  const example = (provider: string) => `printf %s "$KEY" | lightspeed auth login ${provider} --with-key -`
  expect(await run(['login'])).toBe(`2 error: name the provider: ${example('anthropic')}\n`)
  expect(await run(['login', 'openai'])).toBe(`2 error: no key came on stdin; pipe it in: ${example('openai')}\n`)
  expect(await run(['login', 'openai'], null)).toContain('no key came on stdin')
  expect(await run(['login', 'openai', '--with-key', key])).toMatch(/^2 error: a key on the command line can be read/)
  expect(await run(['login', 'demo'], key)).toMatch(/^2 error: demo asks for no key/)
  expect(await run(['login', 'opnai'], key)).toMatch(/^2 error: no provider is called opnai; did you mean openai\?/)
  expect(await run(['login', 'openai'], 'two words')).toMatch(/^2 error: a key is one word/)
  expect(await run(['logout'])).toMatch(/^2 error: name the provider, or say --all/)
  expect(await run(['logout', '--all'])).toMatch(/^2 error: no key is stored here/)
  expect(existsSync(keys)).toBe(false)
  expect(await run(['login', 'openai'], key)).toMatch(/^0 the key of openai is stored/)
  const none = await desk.run(['run', '-m', 'anthropic/claude-sonnet-5-5', 'x'], { env })
  expect(none).toMatchObject({ code: 5 })
  expect(none.stderr).toContain('lightspeed auth login anthropic')
  const unset = await desk.run(['run', 'x'], { env: { ...env, LIGHTSPEED_HOME: join(desk.home, 'other') } })
  expect(unset.code).toBe(5)
  expect(unset.stderr).toContain('lightspeed auth login')
})

test('on a terminal login asks for provider and key, tries it, asks again for a wrong one, and offers the model', async () => {
  const { mock, desk, keys } = await openKeyless()
  const terminal = inTerminal(desk, ['auth', 'login'])
  await terminal.waitFor('Provider')
  terminal.press('enter')
  await terminal.waitFor('Key of')
  await terminal.waitFor('export')
  terminal.type(`${wrong}\r`)
  await terminal.waitFor('does not take this key')
  await terminal.waitFor((screen) => screen.lastIndexOf('Key of') > screen.indexOf('does not take'))
  terminal.type(`${key}\r`)
  await terminal.waitFor('Model to use')
  expect(JSON.parse(readFileSync(keys, 'utf8'))).toEqual({ anthropic: key })
  terminal.press('enter')
  expect(await terminal.exited).toEqual({ code: 0, signal: null })
  expect(config(desk)).toEqual({ model: 'anthropic/claude-sonnet-5-5' })
  expect(terminal.raw()).not.toMatch(/the-right-key|a-wrong-key/)
  expect(mock.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${wrong}`, `Bearer ${key}`])
  expect(mock.violations).toEqual([])
})

test.each(['ctrl+c', 'escape'])('%s at any question stores nothing and says how to go on', async (leave) => {
  const { desk, keys } = await openKeyless()
  const terminal = inTerminal(desk, ['auth', 'login', 'openai'])
  await terminal.waitFor('Key of openai')
  terminal.press(leave)
  expect(await terminal.exited).toEqual({ code: 130, signal: null })
  expect(terminal.screen()).toContain('nothing was stored; lightspeed auth login')
  expect(existsSync(keys)).toBe(false)
})

test('a provider that cannot be reached leaves the choice, and no is no', async () => {
  const { mock, desk, keys } = await openKeyless()
  await mock.close()
  const terminal = inTerminal(desk, ['auth', 'login', 'openai'])
  await terminal.waitFor('Key of openai')
  terminal.type(`${key}\r`)
  await terminal.waitFor('could not be tried')
  await terminal.waitFor('Store it all the same?')
  terminal.press('enter')
  await terminal.waitFor((screen) => screen.lastIndexOf('Key of openai') > screen.indexOf('all the same'))
  terminal.type(`${key}\r`)
  await terminal.waitFor((screen) => screen.lastIndexOf('all the same') > screen.lastIndexOf('Key of openai'))
  expect(existsSync(keys)).toBe(false)
  terminal.type('y')
  await terminal.waitFor('Model to use')
  expect(JSON.parse(readFileSync(keys, 'utf8'))).toEqual({ openai: key })
})

test('a first run takes a key and a model, and is not asked a second time', async () => {
  const { desk, keys } = await openKeyless()
  const terminal = firstRun(desk)
  await terminal.waitFor('Which provider answers?')
  terminal.press('down')
  terminal.press('enter')
  await terminal.waitFor('Key of openai')
  terminal.type(`${key}\r`)
  await terminal.waitFor('Model to use')
  terminal.press('enter')
  await terminal.waitFor('"type":"chosen","model":"openai/gpt-6.2-sol"')
  expect(JSON.parse(readFileSync(keys, 'utf8'))).toEqual({ openai: key })
  expect(config(desk)).toEqual({ model: 'openai/gpt-6.2-sol' })
  const again = firstRun(desk)
  expect(await again.exited).toEqual({ code: 0, signal: null })
  expect(again.screen()).toBe('{"type":"ready"}')
})

test('a first run offers providers of the config and the demo, stores nothing for a try, and can be left', async () => {
  const { desk } = await openKeyless()
  const local = { api: 'openai-chat', baseURL: 'http://127.0.0.1:9/v1', models: ['tiny'] }
  mkdirSync(join(desk.home, 'config'), { recursive: true, mode: 0o700 })
  writeFileSync(join(desk.home, 'config', 'config.json'), JSON.stringify({ providers: { local } }))
  const tried = firstRun(desk)
  await tried.waitFor((screen) => screen.includes('local') && screen.includes('try the demo'))
  tried.press('up')
  tried.press('enter')
  await tried.waitFor('"model":"demo/scripted"')
  expect(config(desk)).toEqual({ providers: { local } })

  const left = firstRun(desk)
  await left.waitFor('Which provider')
  left.press('ctrl+c')
  await left.waitFor('"type":"left"')
  expect(left.screen()).toContain('lightspeed auth login')

  const asked = firstRun(desk, 'demo/scripted')
  await asked.exited
  expect(asked.screen()).toBe('{"type":"ready"}')
})
