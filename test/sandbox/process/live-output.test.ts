import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { LiveOutput } from '../../../sandbox/process/live-output.ts'

function opened(): { live: LiveOutput; texts: string[] } {
  const texts: string[] = []
  return { live: new LiveOutput((text) => texts.push(text)), texts }
}

test('many small writes are passed on together', async () => {
  const { live, texts } = opened()
  for (const word of ['a', 'b', 'c']) live.write(Buffer.from(word))
  expect(texts).toEqual([])
  await setTimeout(120)
  expect(texts).toEqual(['abc'])
  live.end()
  expect(texts).toEqual(['abc'])
})

test('a character that is split between two bursts arrives whole', async () => {
  const { live, texts } = opened()
  const euro = Buffer.from('€')
  live.write(euro.subarray(0, 2))
  await setTimeout(120)
  live.write(euro.subarray(2))
  live.end()
  expect(texts.join('')).toBe('€')
})

test('of a flood only the newest is passed on', () => {
  const { live, texts } = opened()
  for (let n = 0; n < 1000; n++) live.write(Buffer.alloc(64 * 1024, 'x'))
  live.write(Buffer.from('end'))
  live.end()
  const text = texts.join('')
  expect(text.endsWith('xend')).toBe(true)
  expect(text.length).toBeLessThan(70_000)
})
