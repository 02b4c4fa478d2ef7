import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { StoredOutput } from '../../../sandbox/process/stored-output.ts'

const root = mkdtempSync(join(tmpdir(), 'lightspeed-stored-'))
afterAll(() => rmSync(root, { recursive: true }))

function filled(path: string, limitBytes: number, chunks: number): { stored: StoredOutput; all: Buffer } {
  const stored = new StoredOutput(path, limitBytes)
  const parts = Array.from({ length: chunks }, (_, index) => Buffer.alloc(100_000, index + 1))
  for (const part of parts) stored.write(part)
  return { stored, all: Buffer.concat(parts) }
}

test.each([3, 30])('%i pieces of 100 kB come back as they were, and no file keeps a name', (chunks) => {
  const { stored, all } = filled(join(root, 'a'), 50_000_000, chunks)
  expect(readdirSync(root)).toEqual([])
  expect(Buffer.compare(stored.bytes(), all)).toBe(0)
  stored.close()
})

test('beyond the limit only the start is kept', () => {
  const { stored, all } = filled(join(root, 'b'), 2_345_678, 30)
  expect(stored.sizeBytes).toBe(2_345_678)
  expect(Buffer.compare(stored.bytes(), all.subarray(0, 2_345_678))).toBe(0)
  expect(stored.stoppedBy).toBeNull()
  stored.close()
})

test('when the file cannot be written, what came before is kept and the reason is known', () => {
  const { stored, all } = filled(join(root, 'no/such/directory'), 50_000_000, 30)
  expect(stored.stoppedBy).toContain('ENOENT')
  expect(stored.sizeBytes).toBe(1_000_000)
  expect(Buffer.compare(stored.bytes(), all.subarray(0, 1_000_000))).toBe(0)
  stored.close()
})

test('written bytes may be reused by the caller', () => {
  const stored = new StoredOutput(join(root, 'c'), 100)
  const buffer = Buffer.from('one')
  stored.write(buffer)
  buffer.fill('x')
  expect(Buffer.from(stored.bytes()).toString()).toBe('one')
})
