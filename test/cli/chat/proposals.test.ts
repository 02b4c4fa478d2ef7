import { expect, test } from 'vitest'
import { Proposals } from '../../../cli/chat/proposals.ts'
import { sendingUnkept } from '../../../cli/chat/sending.ts'
import type { Command } from '../../../core/machine/commands.ts'
import type { CommandStatus } from '../../../core/ports/inbox.ts'
import type { Store } from '../../../core/ports/store.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import { RemoteError, RemoteKeyError, RemoteUnreachableError } from '../../../remote/client/errors.ts'
import { waitFor } from '../../support/wait-for.ts'
import { openScribe } from './scribe.ts'

const session = 's1' as SessionId
const accepted: CommandStatus = { status: 'accepted' }
const away = new RemoteUnreachableError('http://gateway', 'timeout')
const cancel: Command = { kind: 'run.cancel', runId: null }
const compact: Command = { kind: 'context.compact' }

/** A server that stores what it is sent, and fails as it is told to: the answers of that many calls are lost. */
function openServer(lost: { submits?: number; statuses?: number; failure?: Error } = {}) {
  let { failure = away } = lost
  let [submits, statuses] = [lost.submits ?? 0, lost.statuses ?? 0]
  const submitted: CommandId[] = []
  const heard: boolean[] = []
  const closing = new AbortController()
  const inbox = {
    status: async () => {
      if (statuses-- > 0) throw failure
      return accepted
    },
  }
  const proposals: Proposals = new Proposals({
    session,
    host: {
      submit: async (_session, id) => {
        submitted.push(id)
        if (submits-- > 0) throw failure
      },
      settled: async () => accepted,
    },
    store: { inbox } as unknown as Store,
    audience: { ...openScribe(), changed: () => void heard.push(proposals.hearing.isUnheard) },
    closed: closing.signal,
    isUnable: () => false,
    isRemote: true,
  })
  const fail = (next: Error) => (failure = next)
  return { proposals, submitted, heard, closing, fail }
}

test.each([
  ['what a person wrote', compact],
  ['what ends something', cancel],
])('%s is sent under one id until the server answers, and nobody is told that it failed', async (_what, command) => {
  const { proposals, submitted, heard } = openServer({ submits: 2 })
  expect(await proposals.submit(command)).toBe(true)
  expect(submitted).toHaveLength(3)
  expect(new Set(submitted).size).toBe(1)
  expect(heard).toEqual([true, false])
})

test('what is only put there has one id, too', async () => {
  const { proposals, submitted, heard } = openServer({ submits: 2 })
  await proposals.put(compact)
  expect([submitted.length, new Set(submitted).size, heard]).toEqual([3, 1, [true, false]])
})

test('what was stored is asked after until the server answers', async () => {
  const { proposals, submitted } = openServer({ statuses: 2 })
  expect(await proposals.submit(compact)).toBe(true)
  expect(submitted).toHaveLength(1)
})

test('what the server refuses fails at once', async () => {
  const { proposals, submitted } = openServer({ submits: 1, failure: new RemoteError('forbidden', 'no') })
  await expect(proposals.ask(compact)).rejects.toThrow('no')
  expect(submitted).toHaveLength(1)
})

test.each([
  ['without an answer may be stored', 1, away, { status: 'pending' }],
  ['and refused at once is not', 0, new RemoteKeyError('http://gateway'), null],
])('what was sent %s when the key is taken no more', async (_what, lost, first, expected) => {
  const { proposals, submitted, fail } = openServer({ submits: Infinity, statuses: Infinity, failure: first })
  const asked = proposals.ask(compact, [], { ...sendingUnkept(), command: 'c1' as CommandId })
  const failed = expect(asked).rejects.toThrow('does not take this key')
  await waitFor(() => expect(submitted.length).toBeGreaterThanOrEqual(lost))
  fail(new RemoteKeyError('http://gateway'))
  await failed
  expect(await proposals.statusOf('c1' as CommandId)).toEqual(expected)
})

test('who leaves waits for no answer, and what was sent may be stored', async () => {
  const { proposals, submitted, closing } = openServer({ submits: Infinity, statuses: Infinity })
  const asked = proposals.ask(compact, [], { ...sendingUnkept(), command: 'c1' as CommandId })
  closing.abort()
  await expect(asked).rejects.toBe(away)
  expect(submitted.length).toBeGreaterThan(0)
  expect(proposals.wasTried('c1' as CommandId)).toBe(true)
  expect(proposals.wasTried('c2' as CommandId)).toBe(false)
})
