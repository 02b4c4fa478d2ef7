import { expect, test } from 'vitest'
import { whenThereIsRoom } from '../../../cli/chat/when-there-is-room.ts'
import type { Command } from '../../../core/machine/commands.ts'
import { DiskFullError, StoreReadOnlyError } from '../../../core/store/errors.ts'

const cancel: Command = { kind: 'run.cancel', runId: null }
const rename: Command = { kind: 'session.rename', name: 'x' }

async function ask(command: Command, failures: readonly Error[], signal = new AbortController().signal) {
  const left = [...failures]
  let told = 0
  const store = async () => {
    const failure = left.shift()
    if (failure !== undefined) throw failure
  }
  await whenThereIsRoom(command, store, () => void (told += 1), signal)
  return told
}

const full = new DiskFullError('/d', null)

test('what ends something is kept until the disk has room, and that is said once', async () => {
  expect(await ask(cancel, [full, full])).toBe(1)
  expect(await ask(cancel, [])).toBe(0)
})

test('what can be given back fails, and so does all on another trouble', async () => {
  await expect(ask(rename, [full])).rejects.toBe(full)
  const other = new StoreReadOnlyError('/d', null)
  await expect(ask(cancel, [other])).rejects.toBe(other)
})

test('who leaves waits no longer', async () => {
  await expect(ask(cancel, [full], AbortSignal.abort())).rejects.toBe(full)
})
