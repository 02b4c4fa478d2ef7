import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readMasterKey } from '../../../remote/secrets/master-key.ts'
import { seal, unseal } from '../../../remote/secrets/seal.ts'

const masterKey = randomBytes(32)

test.each(['sk-123', '', 'ключ 🔑', 'x'.repeat(10_000)])(
  'what was sealed opens with the same key and context',
  (text) => {
    expect(unseal(seal(text, masterKey, 'ours'), masterKey, 'ours')).toBe(text)
  },
)

test('it does not open with another key, for another context, or when any bit is another', () => {
  const sealed = seal('sk-123', masterKey, 'ours')
  expect(unseal(sealed, randomBytes(32), 'ours')).toBeNull()
  expect(unseal(sealed, masterKey, 'theirs')).toBeNull()
  for (let index = 0; index < sealed.length; index++) {
    const changed = Buffer.from(sealed)
    changed[index] = (changed[index] ?? 0) ^ 1
    expect(unseal(changed, masterKey, 'ours')).toBeNull()
  }
  for (let length = 0; length < sealed.length; length++)
    expect(unseal(sealed.subarray(0, length), masterKey, 'ours')).toBeNull()
})

test('the same text is sealed differently each time, and is not to be seen', () => {
  const [one, other] = [seal('sk-123', masterKey, 'ours'), seal('sk-123', masterKey, 'ours')]
  expect(one.equals(other)).toBe(false)
  expect(one.includes('sk-123')).toBe(false)
})

test('the master key comes from the environment, or from a command', async () => {
  const text = masterKey.toString('base64')
  expect(Buffer.from(await readMasterKey({ LIGHTSPEED_MASTER_KEY: text })).equals(masterKey)).toBe(true)
  const printed = await readMasterKey({ LIGHTSPEED_MASTER_KEY_COMMAND: `echo ${text}` })
  expect(Buffer.from(printed).equals(masterKey)).toBe(true)
})

test.each([
  {},
  { LIGHTSPEED_MASTER_KEY: 'short' },
  { LIGHTSPEED_MASTER_KEY: `${masterKey.toString('base64')}!` },
  { LIGHTSPEED_MASTER_KEY_COMMAND: 'exit 3' },
  { LIGHTSPEED_MASTER_KEY_COMMAND: 'echo nothing of use' },
])('without one it says what to set: %o', async (env) => {
  await expect(readMasterKey(env)).rejects.toMatchObject({ code: 'master-key' })
  await expect(readMasterKey(env)).rejects.toThrow('openssl rand -base64 32')
})
