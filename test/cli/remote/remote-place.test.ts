import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { storeKey } from '../../../cli/auth/store-key.ts'
import { checkConfig } from '../../../cli/config/config-file.ts'
import { devPlaces } from '../../../cli/dev/dev-places.ts'
import { markProcess } from '../../../cli/dev/process-mark.ts'
import { requireSecrets, writeSecrets } from '../../../cli/dev/stack-secrets.ts'
import { newStack, writeStack } from '../../../cli/dev/stack-state.ts'
import { remotePlace, storedKeyName } from '../../../cli/remote/remote-place.ts'

const url = 'https://lightspeed.example.com'
const prints = (code: string) => [process.execPath, '-e', code]
const config = (remote?: string) =>
  checkConfig(
    {
      ...(remote !== undefined && { remote }),
      remotes: {
        work: { url, keyCommand: prints('console.log("ls_printed"); console.log("a note")') },
        broken: { url, keyCommand: prints('console.log("ls_half"); process.exit(3)') },
        silent: { url, keyCommand: prints('') },
        away: { url, keyCommand: ['/nowhere/pass'] },
        lab: { url, keyEnv: 'LAB_KEY' },
        own: { url },
      },
    },
    '/c/config.json',
    true,
  )

let places = { config: '', data: '' }
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'places-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  places = { config: join(root, 'config'), data: join(root, 'data') }
})
const place = (env: NodeJS.ProcessEnv, remote?: string) => remotePlace(env, config(remote), places)

test('sessions are on this machine unless something says otherwise', () => {
  expect(place({})).toBeNull()
  expect(place({ LIGHTSPEED_REMOTE: '', LIGHTSPEED_REMOTE_KEY: 'ls_k' })).toBeNull()
})

test('an address goes with the key of the environment', () => {
  expect(place({ LIGHTSPEED_REMOTE: url, LIGHTSPEED_REMOTE_KEY: 'ls_k' })).toEqual({
    name: 'lightspeed.example.com',
    url,
    key: 'ls_k',
  })
  expect(() => place({ LIGHTSPEED_REMOTE: url })).toThrow(expect.objectContaining({ code: 'auth' }))
})

test('a key that no header carries is refused by where it came from, and never said', () => {
  const refused = (where: string) => expect.objectContaining({ code: 'auth', message: expect.stringContaining(where) })
  const broken = 'ls_ge\nheim'
  const asked = [
    ['LIGHTSPEED_REMOTE_KEY', () => place({ LIGHTSPEED_REMOTE: url, LIGHTSPEED_REMOTE_KEY: broken })],
    ['LAB_KEY', () => place({ LAB_KEY: broken }, 'lab')],
  ] as const
  for (const [where, ask] of asked) {
    expect(ask).toThrow(refused(`${where} holds no API key`))
    expect(ask).not.toThrow(/heim/)
  }
  expect(place({ LIGHTSPEED_REMOTE: url, LIGHTSPEED_REMOTE_KEY: 'ls_k\n' })?.key).toBe('ls_k')
})

test.each(['ftp://geheim', 'http://me:geheim@host', 'https://host/geheim'])(
  '%s in the environment is no address, and is not said again',
  (address) => {
    const ask = () => place({ LIGHTSPEED_REMOTE: address, LIGHTSPEED_REMOTE_KEY: 'ls_k' })
    expect(ask).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(/^LIGHTSPEED_REMOTE /) }),
    )
    expect(ask).not.toThrow(/geheim/)
  },
)

test('a name goes with the key that its command prints first, or that its variable or the keys file holds', () => {
  expect(place({}, 'work')).toEqual({ name: 'work', url, key: 'ls_printed' })
  expect(place({ LAB_KEY: ' ls_lab\n' }, 'lab')).toEqual({ name: 'lab', url, key: 'ls_lab' })
  storeKey(storedKeyName('own'), 'ls_stored', places.config)
  expect(place({}, 'own')).toEqual({ name: 'own', url, key: 'ls_stored' })
})

test('the key of an address is not sent to a remote that has a name', () => {
  for (const name of ['own', 'lab'])
    expect(() => place({ LIGHTSPEED_REMOTE_KEY: 'ls_k' }, name)).toThrow(expect.objectContaining({ code: 'auth' }))
})

test('a flag wins over the config file, and none is this machine', () => {
  expect(place({ LIGHTSPEED_REMOTE: 'none' }, 'work')).toBeNull()
  expect(place({ LIGHTSPEED_REMOTE: 'lab', LAB_KEY: 'ls_lab' }, 'work')).toEqual({ name: 'lab', url, key: 'ls_lab' })
})

test('a name that nothing has is refused with those that there are', () => {
  const message = 'there is no remote wrk; did you mean work? there are work, broken, silent, away, lab, own, dev, none'
  expect(() => place({ LIGHTSPEED_REMOTE: 'wrk' })).toThrow(
    expect.objectContaining({ code: 'usage', message: expect.stringContaining(message) }),
  )
})

test.each([
  ['broken', /^the keyCommand of remote broken failed: \S+ ended with 3$/],
  ['silent', /^the keyCommand of remote silent .* printed no key/],
  ['away', /^the keyCommand of remote away failed: \/nowhere\/pass is not there$/],
])('a command that gives no key is named without what it printed: %s', (name, message) => {
  expect(() => place({}, name)).toThrow(
    expect.objectContaining({ code: 'auth', message: expect.stringMatching(message) }),
  )
})

test('dev is the stack of this machine while its server runs', () => {
  const notUp = expect.objectContaining({ code: 'dev-not-up', message: expect.stringContaining('lightspeed dev up') })
  expect(() => place({}, 'dev')).toThrow(notUp)
  const { state, secrets } = devPlaces(places.data)
  writeSecrets(secrets, { ...requireSecrets(secrets), apiKey: 'ls_dev' })
  const here = { ...markProcess(process.pid)!, inputs: '' }
  writeStack(state, { ...newStack, processes: { server: here } })
  expect(place({}, 'dev')).toEqual({ name: 'dev', url: 'http://127.0.0.1:8230', key: 'ls_dev' })
  // The number of the process was given to another one.
  writeStack(state, { ...newStack, processes: { server: { ...here, startedAt: '1' } } })
  expect(() => place({}, 'dev')).toThrow(notUp)
})
