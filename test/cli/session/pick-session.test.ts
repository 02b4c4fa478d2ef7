import { beforeEach, expect, test } from 'vitest'
import type { Store } from '../../../core/ports/store.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId, OpId, RunId, SessionId } from '../../../core/values/ids.ts'
import { lastSession } from '../../../cli/session/last-session.ts'
import { findNamedSession, findSession, sessionOrLast } from '../../../cli/session/pick-session.ts'
import { keyedCommandId, keyedSessionId, newSessionId, readSessionId } from '../../../cli/session/session-ids.ts'
import { titleOf } from '../../../cli/session/start-session.ts'
import { wishedSession } from '../../../cli/session/session-wish.ts'

let store: Store
beforeEach(async () => {
  store = openMemoryStore()
  const sessions = [
    ['abc123', 'dates', '/a', 1],
    ['abd456', null, '/a', 2],
    ['xyz789', 'abc', '/b', 3],
  ] as const
  for (const [id, name, directory, createdAt] of sessions) {
    await store.sessions.create({ id: id as SessionId, name, directory, model: 'm/x', title: 't', createdAt })
  }
})

test('a session is meant by its id, its name, or the beginning of its id', async () => {
  expect((await findSession(store.sessions, 'abd456')).id).toBe('abd456')
  expect((await findSession(store.sessions, 'dates')).id).toBe('abc123')
  expect((await findSession(store.sessions, 'abd')).id).toBe('abd456')
})

test('a name counts before the beginning of an id', async () => {
  expect((await findSession(store.sessions, 'abc')).id).toBe('xyz789')
})

test('what fits several sessions or none is refused', async () => {
  await expect(findSession(store.sessions, 'ab')).rejects.toThrow(/fits 2 sessions \(.*\); write more of the id/)
  await expect(findSession(store.sessions, 'q')).rejects.toThrow(/no session q/)
  await expect(findSession(store.sessions, '')).rejects.toThrow(expect.objectContaining({ code: 'usage' }))
})

/** A session whose first prompt has a second line; its later prompts are not what it is found by. */
async function addPrompted(id: string, name: string | null, ...prompts: readonly string[]): Promise<void> {
  const items = prompts.map((text) => ({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] }))
  const refs = await store.blobs.put(items.map((item) => new TextEncoder().encode(JSON.stringify(item))))
  const limits = { turns: null, toolCalls: null, tokens: null, costMicroUsd: null, wallClockMs: null }
  const entries = refs.map((ref, index) => ({
    seq: index + 1,
    at: 10,
    opId: `cmd/${index}` as OpId,
    event: {
      kind: 'run.requested',
      runId: `r${index + 1}` as RunId,
      commandId: `${index}` as CommandId,
      input: { kind: 'user', ref, sizeBytes: 1 },
      limits,
    } as const,
  }))
  const facts = { directory: '/a', model: 'm/x', title: titleOf(prompts[0] ?? ''), createdAt: 4 }
  await store.sessions.restore({ id: id as SessionId, name, ...facts }, { entries, epoch: 0 })
}

test('a session is meant by words of its name or its first prompt, in any order and case', async () => {
  await addPrompted('one', null, 'Fix the Überlauf\nin the parser of dates', 'now the tokenizer')
  await addPrompted('two', 'Weekly report', 'collect the figures')
  const found = async (words: string) => (await findSession(store.sessions, words, store.blobs)).id
  expect(await found('überlauf fix')).toBe('one')
  expect(await found('PARSER')).toBe('one')
  expect(await found('report week')).toBe('two')
  expect(await found('figures')).toBe('two')
  for (const none of ['tokenizer', 'input_text', 'parser figures', 'qq', '  ']) {
    await expect(findSession(store.sessions, none, store.blobs)).rejects.toThrow(/no session/)
  }
  await expect(findNamedSession(store.sessions, 'report')).rejects.toThrow(/no session report/)
  expect((await findNamedSession(store.sessions, 'Weekly report')).id).toBe('two')
})

test('words that fit several sessions are refused in one safe line that names them', async () => {
  for (const id of ['s1', 's2', 's3', 's4', 's5']) await addPrompted(id, null, `fix \u001b[2J ${id}\nthe second line`)
  await expect(findSession(store.sessions, 'fix')).rejects.toThrow(
    /^fix fits 5 sessions \((s\d "fix \u241b\[2J s\d", ){4}\.\.\.\); write more of the id$/,
  )
  await expect(findSession(store.sessions, 'second', store.blobs)).rejects.toThrow(/^second fits 5 sessions/)
})

test('the last session is that of the directory', async () => {
  expect((await lastSession(store, '/a')).id).toBe('abd456')
  expect((await sessionOrLast(store, undefined, '/b')).id).toBe('xyz789')
  await expect(lastSession(store, '/c')).rejects.toThrow(/no session was started in \/c/)
})

const nothing = { continue: false, resume: null, sessionId: null, idempotencyKey: null }

test('without a wish the session is new, and so is every other', async () => {
  const first = await wishedSession(nothing, store, '/a')
  expect(first.known).toBeNull()
  expect(first.id).not.toBe((await wishedSession(nothing, store, '/a')).id)
})

test('a wished id is opened or created, a resumed one must exist', async () => {
  expect((await wishedSession({ ...nothing, sessionId: 'xyz789' }, store, '/a')).known?.directory).toBe('/b')
  expect(await wishedSession({ ...nothing, sessionId: 'fresh' }, store, '/a')).toEqual({ id: 'fresh', known: null })
  expect((await wishedSession({ ...nothing, continue: true }, store, '/a')).id).toBe('abd456')
  await expect(wishedSession({ ...nothing, resume: 'fresh' }, store, '/a')).rejects.toThrow(/no session fresh/)
})

test('an idempotency key means one session in one directory, and one command in any session', async () => {
  const keyed = (key: string, directory: string) => wishedSession({ ...nothing, idempotencyKey: key }, store, directory)
  expect((await keyed('k', '/a')).id).toBe((await keyed('k', '/a')).id)
  const ids = [await keyed('k', '/a'), await keyed('k', '/b'), await keyed('l', '/a')].map(({ id }) => id)
  expect(new Set(ids).size).toBe(3)
  expect((await wishedSession({ ...nothing, idempotencyKey: 'k', continue: true }, store, '/a')).id).toBe('abd456')
  expect(keyedCommandId('k')).not.toBe(keyedCommandId('l'))
})

test('made ids may name sessions, others are checked', () => {
  for (const id of [newSessionId(), keyedSessionId('/a', 'k')]) expect(readSessionId(id, '--session-id')).toBe(id)
  for (const id of ['', '../x', 'a b', '-x', 'x'.repeat(129)]) {
    expect(() => readSessionId(id, '--session-id')).toThrow(expect.objectContaining({ code: 'usage' }))
  }
})
