import { afterEach, expect, test, vi } from 'vitest'
import { untakenMs, untakenWords, whileUntaken } from '../../../cli/remote/untaken.ts'

afterEach(() => void vi.useRealTimers())

test('what waits for long is told of once, and what is taken at once never', async () => {
  vi.useFakeTimers()
  const say = vi.fn()
  const { promise, resolve } = Promise.withResolvers<string>()
  const taken = whileUntaken(promise, say)
  await vi.advanceTimersByTimeAsync(untakenMs)
  expect(say.mock.calls).toEqual([[untakenWords]])
  resolve('accepted')
  expect(await taken).toBe('accepted')
  await whileUntaken(Promise.resolve(), say)
  await whileUntaken(Promise.reject(new Error('refused')), say).catch(() => undefined)
  await vi.advanceTimersByTimeAsync(10 * untakenMs)
  expect(say).toHaveBeenCalledTimes(1)
})
