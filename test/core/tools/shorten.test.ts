import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldLines } from '../../../core/tools/fold-lines.ts'
import { outputPath, outputRefOf } from '../../../core/tools/output-path.ts'
import { shorten } from '../../../core/tools/shorten.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'

const ref = `sha256:${'ab'.repeat(32)}` as BlobRef
const notice =
  /\n\[\.\.\. (?:([\d,]+) lines? \()?([\d.]+ (?:bytes?|kB|MB))\)? left out; read (\S+) from line (\d+) \.\.\.\]\n/

test('a text within the limit stays as it is', () => {
  expect(shorten('a'.repeat(1000), 1000, ref)).toBe('a'.repeat(1000))
})

test('head and tail are whole lines and the notice counts what is between', () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `line ${index + 1}`)
  const short = shorten(`${lines.join('\n')}\n`, 2000, ref)
  const [head = '', tail = ''] = short.split(/\n\[\.\.\..*\]\n/)
  const match = notice.exec(short)!
  const headLines = head.split('\n')
  const tailLines = tail.trimEnd().split('\n')
  expect(headLines).toEqual(lines.slice(0, headLines.length))
  expect(tailLines).toEqual(lines.slice(-tailLines.length))
  expect(Number(match[1]!.replace(',', ''))).toBe(5000 - headLines.length - tailLines.length)
  expect(match[3]).toBe(outputPath(ref))
  expect(Number(match[4])).toBe(headLines.length + 1)
})

test('one endless line is cut between characters', () => {
  const short = shorten('😀'.repeat(2000), 1003, ref)
  expect(short).toMatch(/^(😀)+\n\[\.\.\. 7 kB left out; .*\]\n(😀)+$/u)
})

const pieces = fc.oneof(
  fc.constantFrom('\n', '\n\n', '😀', 'é', '漢字', '\r\n', ' ', 'a'.repeat(300), '😀'.repeat(99), '漢'.repeat(200)),
  fc.string({ unit: 'binary', maxLength: 30 }),
)
const texts = fc.array(pieces, { minLength: 40, maxLength: 400 }).map((parts) => parts.join('').toWellFormed())

test('whatever is cut stays bounded, valid, a head and a tail of the whole, and points at the first line left out', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1000, max: 5000 }), (text, limit) => {
      const short = shorten(text, limit, ref)
      expect(Buffer.byteLength(short)).toBeLessThanOrEqual(limit)
      expect(isUtf8(Buffer.from(short))).toBe(true)
      expect(short.isWellFormed()).toBe(true)
      if (short === text) return
      const match = notice.exec(short)!
      const head = short.slice(0, match.index)
      const tail = short.slice(match.index + match[0].length)
      expect(text.startsWith(head)).toBe(true)
      expect(text.endsWith(tail)).toBe(true)
      expect(Buffer.byteLength(head)).toBeGreaterThan(limit / 8)
      expect(Buffer.byteLength(tail)).toBeGreaterThan(limit / 8)
      const next = foldLines(text)[Number(match[4]) - 1]!
      const restOfHead = foldLines(`${head}\n`).at(-1)!
      expect(next.startsWith(restOfHead) || text[head.length] === '\n').toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('folding loses nothing, keeps lines short and splits no character', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const lines = foldLines(`${text}${'😀'.repeat(3001)}`)
      expect(lines.join('')).toBe(`${text}${'😀'.repeat(3001)}`.replaceAll('\n', ''))
      expect(lines.every((line) => line.length <= 2000 && line.isWellFormed())).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('only a whole hash is an output path', () => {
  expect(outputRefOf(outputPath(ref))).toBe(ref)
  expect(outputRefOf('/outputs/abab')).toBeNull()
  expect(outputRefOf(`/outputs/${'AB'.repeat(32)}`)).toBeNull()
  expect(outputRefOf(`/workspace/outputs/${'ab'.repeat(32)}`)).toBeNull()
})
