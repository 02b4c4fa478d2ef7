import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Spare } from '../../../sandbox/process/spare.ts'
import type { WaitingShell } from '../../../sandbox/process/waiting-shell.ts'
import { waitFor } from '../../support/wait-for.ts'

interface FakeShell extends WaitingShell {
  hasEnded: boolean
  isDiscarded: boolean
}

function opened(depth = 1) {
  const launched: FakeShell[] = []
  const launch = async (): Promise<WaitingShell> => {
    const shell: FakeShell = {
      hasEnded: false,
      isDiscarded: false,
      run: () => Promise.reject(new Error('not run')),
      discard: () => (shell.isDiscarded = true),
    }
    launched.push(shell)
    return shell
  }
  return { launched, spare: new Spare<string>(launch, (world) => world, depth) }
}

/** Longer than the pause before a spare would be started. */
const aMoment = 60

test('a spare is taken by the next command in the same world', async () => {
  const { spare, launched } = opened()
  await spare.take('a')
  spare.prepareSoon('a')
  await waitFor(() => expect(launched).toHaveLength(2))
  expect(await spare.take('a')).toBe(launched[1])
  expect(launched.length).toBe(2)
  await spare.close()
})

test('a spare for another world is discarded', async () => {
  const { spare, launched } = opened()
  spare.prepareSoon('a')
  await waitFor(() => expect(launched).toHaveLength(1))
  expect(await spare.take('b')).toBe(launched[1])
  expect(launched[0]?.isDiscarded).toBe(true)
  await spare.close()
})

test('a spare that died is replaced', async () => {
  const { spare, launched } = opened()
  spare.prepareSoon('a')
  await waitFor(() => expect(launched).toHaveLength(1))
  launched[0]!.hasEnded = true
  expect(await spare.take('a')).toBe(launched[1])
  await spare.close()
})

test('without prewarming nothing waits', async () => {
  const { spare, launched } = opened(0)
  spare.prepareSoon('a')
  await setTimeout(aMoment)
  expect(launched).toEqual([])
})

test('closing discards the spare, and none is started afterwards', async () => {
  const { spare, launched } = opened()
  spare.prepareSoon('a')
  await waitFor(() => expect(launched).toHaveLength(1))
  await spare.close()
  await setTimeout(0)
  expect(launched[0]?.isDiscarded).toBe(true)
  spare.prepareSoon('a')
  await setTimeout(aMoment)
  expect(launched.length).toBe(1)
})

test('as many shells wait as were asked for, and each is taken once', async () => {
  const { spare, launched } = opened(2)
  spare.prepareSoon('a')
  await waitFor(() => expect(launched).toHaveLength(2))
  expect(await spare.take('a')).toBe(launched[0])
  expect(await spare.take('a')).toBe(launched[1])
  expect(await spare.take('a')).toBe(launched[2])
  await spare.close()
})
