import { expect, test } from 'vitest'
import { checkConfig } from '../../../cli/config/config-file.ts'

const config = (value: Readonly<Record<string, unknown>>) => checkConfig(value, '/c/config.json', true)
const url = 'https://lightspeed.example.com'

test('remotes are read by name, and one of them may be where sessions are', () => {
  const remotes = { work: { url, keyCommand: ['pass', 'show', 'x'] }, lab: { url, keyEnv: 'LAB_KEY' }, own: { url } }
  expect(config({ remotes, remote: 'work' })).toMatchObject({
    remote: 'work',
    remotes: [
      { name: 'work', url, keyCommand: ['pass', 'show', 'x'], keyEnv: null },
      { name: 'lab', url, keyCommand: null, keyEnv: 'LAB_KEY' },
      { name: 'own', url, keyCommand: null, keyEnv: null },
    ],
    unknownKeys: [],
  })
  for (const remote of [url, 'dev', 'none']) expect(config({ remote }).remote).toBe(remote)
  expect(config({})).toMatchObject({ remote: null, remotes: [] })
})

test.each<[Readonly<Record<string, unknown>>, RegExp]>([
  [{ remotes: { work: {} } }, /remotes\.work\.url is missing; it is the address of a gateway/],
  [{ remotes: { work: { url: 'localhost:8230' } } }, /remotes\.work\.url is no address of a gateway: it looks like/],
  [{ remotes: { work: { url: 'https://host/below' } } }, /remotes\.work\.url has something behind the host/],
  [
    { remotes: { work: { url: 'https://me:geheim@host' } } },
    /^(?!.*geheim).*remotes\.work\.url has a user name or a pass/,
  ],
  [{ remote: 'https://me:geheim@host' }, /^(?!.*geheim).*: remote has a user name or a password/],
  [{ remote: 'ftp://host' }, /: remote is no address of a gateway/],
  [{ remotes: { work: { url, key: 'ls_secret' } } }, /remotes\.work has no "key"; it knows url, keyEnv, keyCommand$/],
  [
    { remotes: { work: { url, keyEnv: 'ls_a.b' } } },
    /keyEnv must be the name of an environment variable.* never the key/,
  ],
  [{ remotes: { work: { url, keyCommand: 'pass show x' } } }, /keyCommand must be a list/],
  [{ remotes: { work: { url, keyCommand: [] } } }, /keyCommand is empty; it is a list such as/],
  [{ remotes: { work: { url, keyEnv: 'A', keyCommand: ['a'] } } }, /has both keyEnv and keyCommand; keep one/],
  [{ remotes: { dev: { url } } }, /remotes\.dev is built in; choose another name/],
  [{ remotes: { 'A b': { url } } }, /needs a short name in small letters/],
  [
    { remote: 'wrok', remotes: { work: { url } } },
    /remote is "wrok": there is no remote wrok; did you mean work\? there are work, dev, none, and addresses/,
  ],
])('%j is refused with a message that names file and key', (value, message) => {
  expect(() => config(value)).toThrow(
    expect.objectContaining({ code: 'bad-config', message: expect.stringMatching(message) }),
  )
})
