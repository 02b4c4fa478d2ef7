import { expect, test } from 'vitest'
import { decide, initialState, type Command } from '../../../core/machine/index.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { Simulator, createCommand, noLimits, testItem, testRef } from '../../support/simulator.ts'

const rejected = (code: string) => ({ ok: false, rejection: { code } })
const mount = (path: string): Command => ({
  kind: 'workspace.mount',
  path,
  baseRef: testRef('t'),
  readOnly: false,
  source: null,
})

test('nothing can be asked of a session that was not created', () => {
  const request: Command = { kind: 'run.request', input: testItem('user', 1), limits: noLimits }
  expect(decide(initialState, request, 'k' as CommandId)).toMatchObject(rejected('session-missing'))
})

test('a session is created once', () => {
  expect(new Simulator().command(createCommand)).toMatchObject(rejected('session-exists'))
})

test('the api kind of a session never changes', () => {
  const change = { provider: 'other', model: 'm', effort: null, windowTokens: null }
  const simulator = new Simulator()
  const refused = simulator.command({ kind: 'session.configure', api: 'anthropic-messages', ...change })
  expect(refused).toMatchObject(rejected('invalid'))
  expect(simulator.command({ kind: 'session.configure', api: 'openai-responses', ...change })).toMatchObject({
    ok: true,
  })
  expect(simulator.state.session).toMatchObject({ provider: 'other', model: 'm', api: 'openai-responses' })
})

test('a rename to the same name records nothing', () => {
  const simulator = new Simulator()
  simulator.command({ kind: 'session.rename', name: 'a' })
  expect(simulator.command({ kind: 'session.rename', name: 'a' })).toEqual({ ok: true, events: [] })
})

test('cancelling nothing is refused, cancelling twice records once', () => {
  const simulator = new Simulator()
  expect(simulator.command({ kind: 'run.cancel', runId: null })).toMatchObject(rejected('no-active-run'))
  simulator.request()
  simulator.request()
  expect(simulator.command({ kind: 'run.cancel', runId: 'r9' })).toMatchObject(rejected('no-active-run'))
})

test.each([1.5, 0, -1, NaN, Infinity, 2 ** 60])(
  'a limit of %d is refused by its name, and nothing is asked',
  (limit) => {
    const simulator = new Simulator()
    for (const name of Object.keys(noLimits))
      expect(simulator.request({ [name]: limit })).toEqual({
        ok: false,
        rejection: {
          code: 'invalid',
          message: `the limit ${name} must be a whole number of at least 1, or null for none`,
        },
      })
    expect(simulator.state.run).toMatchObject({ active: null, queued: [] })
  },
)

test('a deadline of another run or of a run that is ending changes nothing', () => {
  const simulator = new Simulator()
  simulator.request()
  expect(simulator.command({ kind: 'run.expire', runId: 'r7' })).toEqual({ ok: true, events: [] })
})

test.each(['/workspace', '/workspace/inner', '/'])('a mount at %s beside /workspace is refused', (path) => {
  const simulator = new Simulator()
  simulator.command(mount('/workspace'))
  expect(simulator.command(mount(path))).toMatchObject({ ok: false })
})

test.each(['workspace', '/a/../b', '/a//b', '/a/', '/a/./b'])('the mount path %s is refused', (path) => {
  expect(new Simulator().command(mount(path))).toMatchObject(rejected('invalid'))
})

test.each(['/proc', '/proc/sys', '/etc', '/usr/bin', '/dev/shm', '/tmp/x', '/home', '/home/agent', '/var/tmp'])(
  'a mount at %s is refused, where commands see something else',
  (path) => {
    expect(new Simulator().command(mount(path))).toMatchObject({
      ok: false,
      rejection: { code: 'invalid', message: expect.stringContaining("commands see the sandbox's own /") as string },
    })
  },
)

test.each([
  ['of 6,000 characters', `/mnt${'/deep'.repeat(1200)}`],
  ['with a name of 300 bytes', `/mnt/${'ü'.repeat(150)}`],
  ['that is no Unicode', '/mnt/\ud800'],
])('a mount path %s is refused, and not said in full', (_, path) => {
  const decision = new Simulator().command(mount(path))
  expect(decision).toMatchObject(rejected('invalid'))
  expect(JSON.stringify(decision).length).toBeLessThan(300)
})

test.each(['/workspace', '/mnt/other', '/home/me/project', `/mnt/${'n'.repeat(250)}`, '/srv/ü b'])(
  'a mount at %s is fine',
  (path) => expect(new Simulator().command(mount(path))).toMatchObject({ ok: true }),
)

test('an apply to a path where nothing is mounted is refused', () => {
  const facts = { path: '/nowhere', baseRef: testRef('t'), files: 1, conflicts: 0 }
  const apply: Command = { kind: 'workspace.apply', ...facts }
  const copy: Command = { kind: 'workspace.copy', ...facts, host: 'there', directory: '/d' }
  for (const command of [apply, copy]) expect(new Simulator().command(command)).toMatchObject(rejected('unknown-mount'))
})

test('a compaction of an empty window records nothing', () => {
  expect(new Simulator().command({ kind: 'context.compact' })).toEqual({ ok: true, events: [] })
})

test('a compaction that nobody asked for is not taken back', () => {
  expect(new Simulator().command({ kind: 'context.withdraw' })).toMatchObject(rejected('not-waiting'))
})
