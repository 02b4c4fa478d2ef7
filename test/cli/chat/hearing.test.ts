import { afterEach, expect, test, vi } from 'vitest'
import { Hearing } from '../../../cli/chat/hearing.ts'
import { unansweredMs } from '../../../cli/remote/unanswered.ts'
import { RemoteUnreachableError } from '../../../remote/client/errors.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('a server that is silent is unheard before any try is over, until it answers', async () => {
  vi.useFakeTimers()
  const said: boolean[] = []
  const hearing: Hearing = new Hearing(new AbortController().signal, () => void said.push(hearing.isUnheard))
  const answer = Promise.withResolvers<string>()
  const asked = hearing.soon(() => answer.promise)
  await vi.advanceTimersByTimeAsync(unansweredMs - 1)
  expect(said).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(said).toEqual([true])
  answer.resolve('here')
  expect(await asked).toBe('here')
  expect(said).toEqual([true, false])
})

test('one that fails meanwhile is unheard until both are over', async () => {
  vi.useFakeTimers()
  const hearing = new Hearing(new AbortController().signal, () => undefined)
  const second = Promise.withResolvers<string>()
  const tries = [Promise.reject(new RemoteUnreachableError('http://gateway', 'timeout')), second.promise]
  const asked = hearing.soon(() => tries.shift() ?? Promise.reject(new Error('asked too often')))
  await vi.advanceTimersByTimeAsync(unansweredMs)
  expect(hearing.isUnheard).toBe(true)
  second.resolve('here')
  expect(await asked).toBe('here')
  expect(hearing.isUnheard).toBe(false)
})
