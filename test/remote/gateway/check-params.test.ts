import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodeEvent, type StoredEvent } from '../../../core/log/codec.ts'
import { isBlobRef } from '../../../core/values/blob-ref.ts'
import { isValidId } from '../../../core/values/ids.ts'
import { checkParams } from '../../../remote/gateway/check-params.ts'
import { newSession, staged } from '../../contract/store-samples.ts'
import { noLimits } from '../../support/simulator.ts'

const logs = new URL('../../golden/logs/', import.meta.url)
const names = readdirSync(logs).filter((name) => name.endsWith('.jsonl'))

test.each(names)('the log %s may be restored', (name) => {
  const lines = readFileSync(new URL(name, logs), 'utf8').trimEnd().split('\n')
  const entries = lines.map((line) => {
    const { seq, at, opId, ...stored } = JSON.parse(line) as StoredEvent & { seq: number; at: number; opId: string }
    return { seq, at, opId, event: decodeEvent(stored) }
  })
  expect(() => checkParams('sessions.restore', { session: newSession(), log: { entries, epoch: 0 } })).not.toThrow()
})

test.each(['a', 'A.b_c:d-1', 'x'.repeat(128), '', '.a', '-a', 'x'.repeat(129), 'a/b', 'a b', 'é', 'a\n'])(
  'an id %o is one here where it is one in the core',
  (id) => {
    const check = () => checkParams('sessions.get', { session: id })
    if (isValidId(id)) expect(check).not.toThrow()
    else expect(check).toThrow('must match pattern')
  },
)

test.each([staged(1).ref, '', 'sha256:', staged(1).ref.toUpperCase(), `${staged(1).ref}0`, 'sha256:../../etc/passwd'])(
  'a ref %o is one here where it is one in the core',
  (ref) => {
    const check = () => checkParams('blobs.has', { refs: [ref] })
    if (isBlobRef(ref)) expect(check).not.toThrow()
    else expect(check).toThrow('must match pattern')
  },
)

test.each([
  { name: 'x'.repeat(1001) },
  { title: 'x'.repeat(1001) },
  { model: 'x'.repeat(1001) },
  { directory: 'x'.repeat(4097) },
])('a session with a text that is too long for a list is refused', (facts) => {
  expect(() => checkParams('sessions.create', { session: newSession(facts) })).toThrow('must NOT have more than')
})

test('a NUL is refused where it would be kept as text, and taken inside of a command', () => {
  expect(() => checkParams('sessions.list', { directory: 'a\u0000b', limit: 1 })).toThrow('directory has a NUL')
  expect(() => checkParams('sessions.create', { session: newSession({ title: '\u0000' }) })).toThrow(
    'session/title has',
  )
  const command = { kind: 'session.rename', name: 'a\u0000b' }
  expect(() => checkParams('inbox.submit', { session: 'a', id: 'a', command, blobs: [] })).not.toThrow()
})

test.each(['run.request', 'run.steer'])(
  'limits of a %s that are no whole numbers are refused, each by its name',
  (kind) => {
    const input = { kind: 'user', ref: staged(1).ref, sizeBytes: 1 }
    const check = (limits: object) => () =>
      checkParams('inbox.submit', {
        ...{ session: 'a', id: 'a', blobs: [] },
        command: { kind, input, limits: { ...noLimits, ...limits } },
      })
    expect(check({ turns: 1, wallClockMs: Number.MAX_SAFE_INTEGER })).not.toThrow()
    for (const name of Object.keys(noLimits)) {
      expect(check({ [name]: 1.5 })).toThrow(`inbox.submit: command/limits/${name} must be integer`)
      expect(check({ [name]: 0 })).toThrow(`inbox.submit: command/limits/${name} must be >= 1`)
      expect(check({ [name]: 2 ** 60 })).toThrow(`inbox.submit: command/limits/${name} must be <=`)
    }
  },
)
