import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Frame } from '../../../../cli/tui/frame/compose-frame.ts'
import { watchResizing } from '../../../../cli/tui/terminal/resizing.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A terminal with a frame on it, and what happened to both. */
function drawnOn(columns: number) {
  const done: string[] = []
  const whole: Frame = { lines: ['─'.repeat(columns), '› hello', 'status'], cursor: { x: 7, y: 1 } }
  let frame: Frame | null = whole
  const terminal = Object.assign(new EventEmitter(), {
    columns,
    rows: 24,
    write: (text: string) => void done.push(JSON.stringify(text)),
  })
  const stop = watchResizing({
    terminal,
    reflow: () => 'keeps-cursor',
    drawn: () => frame,
    erase: () => void done.push('erase'),
    hold: (isHeld) => {
      done.push(isHeld ? 'hold' : 'show')
      frame = isHeld ? null : whole
    },
  })
  const resize = (width: number) => {
    terminal.columns = width
    terminal.emit('resize')
  }
  return { done, resize, stop, terminal, hide: () => (frame = null) }
}

test('the frame is gone with the first of many sizes, and back when the last one stays', () => {
  const { done, resize } = drawnOn(100)
  resize(40)
  expect(done).toEqual([String.raw`"\u001b[3A\r\u001b[2K\u001b[C\u001b[J\r"`, String.raw`"\n"`, 'erase', 'hold'])
  for (const width of [60, 30, 90]) {
    vi.advanceTimersByTime(50)
    resize(width)
  }
  expect(done).toHaveLength(4)
  vi.advanceTimersByTime(100)
  expect(done.slice(4)).toEqual(['show'])
})

test('where no frame of ours is on the screen nothing is erased', () => {
  const { done, resize, hide } = drawnOn(100)
  hide()
  resize(40)
  expect(done).toEqual([])
})

test('nothing is drawn after the stop', () => {
  const { done, resize, stop, terminal } = drawnOn(100)
  resize(90)
  stop()
  vi.advanceTimersByTime(1000)
  expect(done.at(-1)).toBe('hold')
  expect(terminal.listenerCount('resize')).toBe(0)
})
