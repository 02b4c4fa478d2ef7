import { afterEach, expect, test, vi } from 'vitest'
import { unansweredMs, whileUnanswered } from '../../../cli/remote/unanswered.ts'

afterEach(() => void vi.useRealTimers())

test('a gateway that keeps somebody waiting is told of once, and one that answers never', async () => {
  vi.useFakeTimers()
  const say = vi.fn()
  const { promise, resolve } = Promise.withResolvers<string>()
  const answer = whileUnanswered(promise, 'https://host', say)
  await vi.advanceTimersByTimeAsync(10 * unansweredMs)
  expect(say.mock.calls).toEqual([['the server at https://host does not answer yet; trying for up to 15 s']])
  resolve('info')
  expect(await answer).toBe('info')
  await whileUnanswered(Promise.resolve(), 'https://host', say)
  await whileUnanswered(Promise.reject(new Error('refused')), 'https://host', say).catch(() => undefined)
  await vi.advanceTimersByTimeAsync(10 * unansweredMs)
  expect(say).toHaveBeenCalledTimes(1)
})
