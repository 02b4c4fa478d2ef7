import { EventEmitter } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Keyboard, type TypedOn } from '../../../../cli/tui/terminal/keyboard.ts'

/** A terminal that is typed on, and what was asked of it. */
class FakeTerminal extends EventEmitter implements TypedOn {
  readonly asked: string[] = []

  setRawMode(isRaw: boolean): void {
    this.asked.push(isRaw ? 'raw' : 'cooked')
  }

  pause(): void {
    this.asked.push('pause')
  }

  resume(): void {
    this.asked.push('resume')
  }

  type(text: string): void {
    this.emit('data', Buffer.from(text))
  }
}

test('the terminal is raw before the first screen is drawn, and as it was after the last', () => {
  const terminal = new FakeTerminal()
  const keyboard = new Keyboard(terminal)
  const screen = keyboard.open()
  expect(terminal.asked).toEqual(['raw', 'resume'])
  keyboard.close(screen, false)
  expect(terminal.asked).toEqual(['raw', 'resume', 'pause', 'cooked'])
  expect(terminal.listenerCount('data')).toBe(0)
})

test('between two screens it stays raw, however late the first one lets go of it', () => {
  const terminal = new FakeTerminal()
  const keyboard = new Keyboard(terminal)
  const first = keyboard.open()
  keyboard.close(first, true)
  first.setRawMode(false)
  const second = keyboard.open()
  first.setRawMode(false)
  expect(terminal.asked).toEqual(['raw', 'resume'])
  keyboard.close(first, false)
  expect(terminal.asked).toEqual(['raw', 'resume'])
  keyboard.close(second, false)
  expect(terminal.asked.at(-1)).toBe('cooked')
})

test('what nobody has read, and what is typed between two screens, is read on the second one in order', async () => {
  const terminal = new FakeTerminal()
  const keyboard = new Keyboard(terminal)
  const first = keyboard.open()
  first.setEncoding('utf8')
  terminal.type('ä')
  expect(first.read()).toBe('ä')
  terminal.type('b')
  keyboard.close(first, true)
  terminal.type('c')
  terminal.type('d\r')
  const second = keyboard.open()
  terminal.type('e')
  await setImmediate()
  expect(String(second.read())).toBe('bcd\re')
})

test('while another program has the terminal nothing is read of it', () => {
  const terminal = new FakeTerminal()
  const screen = new Keyboard(terminal).open()
  screen.setRawMode(false)
  expect(terminal.asked.slice(-2)).toEqual(['pause', 'cooked'])
  expect(terminal.listenerCount('data')).toBe(0)
  screen.setRawMode(true)
  expect(terminal.asked.slice(-2)).toEqual(['raw', 'resume'])
})

test('Enter and Ctrl+D that were typed before the terminal was raw are such, and later a newline is one', () => {
  const terminal = new FakeTerminal()
  const screen = new Keyboard(terminal, () => Buffer.from('first\nsecond ä\n\u0000')).open()
  terminal.type('a\nb\u0000')
  expect(String(screen.read())).toBe('first\rsecond ä\r\u0004a\nb\u0000')
})
