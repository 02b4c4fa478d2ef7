import { expect, test } from 'vitest'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { shownText, type ShownOutput } from '../../../sandbox/tools/shown-output.ts'

const ref = `sha256:${'a'.repeat(64)}` as BlobRef

function ends(head: string | Uint8Array, tail: string | Uint8Array, changes: object = {}): string {
  const stored = { ref, sizeBytes: 100_000, stoppedBy: null, ...changes }
  const shown: ShownOutput = {
    type: 'ends',
    head: Buffer.from(head),
    tail: Buffer.from(tail),
    totalBytes: 100_000,
    stored,
  }
  return shownText(shown)
}

test('between the ends stands what is missing and where to read it', () => {
  expect(ends('one\ntwo\nthr', 'ee\nfour\nfive\n')).toBe(
    `one\ntwo\n[... 100 kB left out; read /outputs/${'a'.repeat(64)} from line 3 ...]\nfour\nfive\n`,
  )
})

test('one long line is cut where characters end', () => {
  const euro = Buffer.from('€')
  const head = Buffer.concat([Buffer.from('abc'), euro.subarray(0, 2)])
  const tail = Buffer.concat([euro.subarray(1), Buffer.from('xyz')])
  expect(ends(head, tail)).toMatch(/^abc\n\[\.\.\. .* from line 1 \.\.\.\]\nxyz$/)
})

test('a whole character at the cut stays', () => {
  expect(ends('ab€', '€cd')).toMatch(/^ab€\n.*\n€cd$/)
})

test('output that was stored in part says so, and why', () => {
  expect(ends('a', 'b', { sizeBytes: 50_000 })).toContain('which holds the first 50 kB')
  expect(ends('a', 'b', { sizeBytes: 50_000, stoppedBy: 'ENOSPC' })).toContain('first 50 kB (ENOSPC)')
})

test('invalid UTF-8 is replaced', () => {
  expect(shownText({ type: 'whole', bytes: new Uint8Array([0x61, 0xff, 0x62]) })).toBe('a\ufffdb')
})
