import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { RunDirectory } from '../../../sandbox/process/run-directory.ts'

const root = mkdtempSync(join(tmpdir(), 'lightspeed-run-'))
afterAll(() => rmSync(root, { recursive: true }))

test('replaces what processes before left, and lives beside others of this process', async () => {
  mkdirSync(join(root, '1-0/etc'), { recursive: true })
  const [first, second] = [new RunDirectory(root), new RunDirectory(root)]
  expect(readdirSync(root)).toEqual(['1-0'])
  await first.make()
  await second.make()
  await second.make()
  expect(readdirSync(root).length).toBe(2)
  await first.remove()
  expect(readdirSync(root).map((name) => join(root, name))).toEqual([second.path])
  await second.remove()
})

test('one that was never made is removed without a trace', async () => {
  const never = new RunDirectory(join(root, 'never'))
  await never.remove()
  expect(readdirSync(root)).not.toContain('never')
})
