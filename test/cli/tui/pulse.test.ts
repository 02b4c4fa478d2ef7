import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Pulse } from '../../../cli/tui/pulse.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A pulse and how often it was drawn. */
function drawn() {
  const pulse = new Pulse()
  let count = 0
  pulse.subscribe(() => (count += 1))
  return { pulse, count: () => count }
}

test('after keys it is drawn once, as soon as what goes on is done', async () => {
  const { pulse, count } = drawn()
  pulse.now()
  pulse.now()
  expect(count()).toBe(0)
  await Promise.resolve()
  expect(count()).toBe(1)
  expect(pulse.version()).toBe(1)
})

test('what streams is drawn together at a calm pace', () => {
  const { pulse, count } = drawn()
  for (let chunk = 0; chunk < 100; chunk += 1) {
    pulse.soon()
    vi.advanceTimersByTime(8)
  }
  expect(count()).toBe(10)
})

test('what begins or ends is drawn sooner, and what streamed meanwhile with it', () => {
  const { pulse, count } = drawn()
  pulse.soon()
  pulse.shortly()
  vi.advanceTimersByTime(20)
  expect(count()).toBe(1)
  vi.advanceTimersByTime(200)
  expect(count()).toBe(1)
})

test('it ticks once a second while time is shown, and stops with it', () => {
  const { pulse, count } = drawn()
  pulse.tick(true)
  pulse.tick(true)
  vi.advanceTimersByTime(3000)
  expect(count()).toBe(3)
  pulse.tick(false)
  vi.advanceTimersByTime(3000)
  expect(count()).toBe(3)
})

test('after the stop nothing is drawn and no timer is left', () => {
  const { pulse, count } = drawn()
  pulse.tick(true)
  pulse.soon()
  pulse.shortly()
  pulse.stop()
  expect(vi.getTimerCount()).toBe(0)
  expect(count()).toBe(0)
})
