import { expect, test } from 'vitest'
import { Emulator } from './emulator.ts'
import { openTerminal } from './terminal.ts'

const frame = (text: string) => `\u001b[?2026h\r\u001b[2K${text}\u001b[?2026l`

test('a screen is seen after each frame, however its bytes come, and never in the middle of one', async () => {
  const seen: string[] = []
  const drawn = () => void seen.push(`${emulator.screen} after ${emulator.raw.length}`)
  const emulator = new Emulator({ columns: 40, rows: 5, scrollbackLines: 10, drawn, answer: () => undefined })
  const [one, two, three] = [frame('one'), frame('two'), frame('three')]
  emulator.write(one + two.slice(0, -9))
  emulator.write(two.slice(-9, -3))
  emulator.write(two.slice(-3) + three.slice(0, 14))
  emulator.write(three.slice(14))
  emulator.write('\r\nplain')
  emulator.write(`${frame('four')}\u001b[?2026h\r\u001b[2Kleft in the mid`)
  await emulator.end()
  const lengths = [one, one + two, one + two + three].map(({ length }) => length)
  expect(seen.slice(0, 3)).toEqual([`one after ${lengths[0]}`, `two after ${lengths[1]}`, `three after ${lengths[2]}`])
  expect(seen.slice(3).map((each) => each.replace(/ after \d+$/, ''))).toEqual(['three\nplain', 'three\nfour'])
  expect(emulator.screen).toBe('three\nleft in the mid')
})

test('whoever waited for a frame sees that one, though the next came with it', async () => {
  const both = `${frame('one')}${frame('two')}`
  const terminal = openTerminal({
    program: process.execPath,
    argv: ['-e', `process.stdout.write(${JSON.stringify(both)}); setTimeout(() => {}, 60_000)`],
  })
  await terminal.waitFor('one')
  expect(terminal.screen()).toBe('one')
  await terminal.waitFor('two')
})

test('what a program writes in many pieces before it ends is waited for', async () => {
  const frames = Array.from({ length: 50 }, (_, index) => frame(`number ${index}`)).join('')
  const terminal = openTerminal({
    program: process.execPath,
    argv: ['-e', `process.stdout.write(${JSON.stringify(frames)})`],
  })
  await terminal.waitFor('number 49')
  expect(await terminal.exited).toEqual({ code: 0, signal: null })
})
