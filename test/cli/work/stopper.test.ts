import { afterEach, expect, test, vi } from 'vitest'
import type { Stop } from '../../../cli/boot/stop-signals.ts'
import { openStopper, type Stopper } from '../../../cli/work/stopper.ts'

const tell = (stop: Stop) => (process as NodeJS.EventEmitter).emit('lightspeed:stop', stop)
let stopper: Stopper
afterEach(() => {
  stopper.close()
  vi.useRealTimers()
})

test('the first interrupt asks, the second leaves', () => {
  stopper = openStopper()
  tell('interrupted')
  expect([stopper.stop, stopper.asked.aborted, stopper.leaving.aborted]).toEqual(['interrupted', true, false])
  tell('interrupted')
  expect(stopper.leaving.aborted).toBe(true)
  expect(stopper.stop).toBe('interrupted')
})

test('SIGTERM leaves by itself after five seconds, Ctrl-C waits', () => {
  vi.useFakeTimers()
  stopper = openStopper()
  tell('terminated')
  vi.advanceTimersByTime(4_999)
  expect(stopper.leaving.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(stopper.leaving.aborted).toBe(true)
})

test('a closed stdout asks once, however often it is told', () => {
  stopper = openStopper()
  for (let n = 0; n < 3; n++) tell('closed')
  expect([stopper.stop, stopper.leaving.aborted]).toEqual(['closed', false])
})

test('once closed it hears nothing more', () => {
  stopper = openStopper()
  stopper.close()
  expect(tell('interrupted')).toBe(false)
  expect(stopper.stop).toBeNull()
})
