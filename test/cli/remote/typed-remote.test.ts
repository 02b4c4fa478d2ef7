import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'

// What was typed is kept for the whole process, in which other tests come before and after.
vi.resetModules()
afterAll(() => {
  vi.resetModules()
})
const { heedRemote, commandLine } = await import('../../../cli/remote/typed-remote.ts')
const { judgeRun } = await import('../../../cli/outcome/judge-run.ts')

beforeEach(() => vi.stubEnv('LIGHTSPEED_REMOTE', undefined))
afterEach(() => {
  vi.unstubAllEnvs()
})

test('an empty --remote, of a variable that is not set, is refused', () => {
  for (const empty of ['', ' '])
    expect(() => heedRemote(empty)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('--remote is empty') }),
    )
  expect(process.env['LIGHTSPEED_REMOTE']).toBeUndefined()
})

test('commands that are named have the --remote that was typed, and none that was not', () => {
  vi.stubEnv('LIGHTSPEED_REMOTE', 'work')
  expect(commandLine('log k7m2x --follow')).toBe('lightspeed log k7m2x --follow')
  heedRemote('dev')
  expect(process.env['LIGHTSPEED_REMOTE']).toBe('dev')
  expect(commandLine('log k7m2x --follow')).toBe('lightspeed log k7m2x --follow --remote dev')
  const { error } = judgeRun({ type: 'limit', limit: 'turns' }, null)
  expect(error?.message).toContain('lightspeed run -c --remote dev goes on')
  heedRemote('https://[::1]:8230')
  expect(commandLine('diff')).toBe("lightspeed diff --remote 'https://[::1]:8230'")
})

test.each([
  ['http://me:geheim@host', 'has a user name or a password in its address'],
  ['http://me:geheim@host:99999', 'is no address of a gateway'],
  ['https://host/v1?key=geheim', 'has something behind the host'],
  ['ftp://geheim', 'is no address of a gateway'],
  ['Geheim', 'is no address of a gateway'],
])('%s is refused without being said again', (remote, words) => {
  const refusal = expect.objectContaining({ code: 'usage', message: expect.stringContaining(`--remote ${words}`) })
  expect(() => heedRemote(remote)).toThrow(refusal)
  expect(() => heedRemote(remote)).not.toThrow(/geheim/i)
  expect(process.env['LIGHTSPEED_REMOTE']).toBeUndefined()
})
