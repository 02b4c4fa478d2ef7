import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { unlessGone } from '../../../cli/work/unless-gone.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new Promise<string>(() => undefined)

test('what is waited for comes, also within the time that is left behind the signal', async () => {
  const gone = new AbortController()
  expect(await unlessGone(Promise.resolve('early'), gone.signal, () => 10)).toBe('early')
  const going = Promise.withResolvers<string>()
  const late = unlessGone(going.promise, gone.signal, () => 10)
  gone.abort()
  await vi.advanceTimersByTimeAsync(9)
  going.resolve('late')
  expect(await late).toBe('late')
})

test('behind that nothing is, whether the signal comes later or was there before', async () => {
  const gone = new AbortController()
  const waiting = unlessGone(never, gone.signal, () => 10)
  gone.abort()
  const after = unlessGone(never, gone.signal, () => 0)
  await vi.advanceTimersByTimeAsync(10)
  expect([await waiting, await after]).toEqual([null, null])
})

test('what fails, fails', async () => {
  const failing = Promise.reject(new Error('no'))
  await expect(unlessGone(failing, new AbortController().signal, () => 0)).rejects.toThrow('no')
})
