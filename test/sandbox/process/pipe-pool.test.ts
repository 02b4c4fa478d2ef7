import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { PipePool } from '../../../sandbox/process/pipe-pool.ts'

const root = mkdtempSync(join(tmpdir(), 'lightspeed-pipes-'))
afterAll(() => rmSync(root, { recursive: true }))

test('every pipe is another, and none keeps its name', async () => {
  const directory = join(root, 'many')
  mkdirSync(directory)
  const pool = new PipePool(directory)
  const pipes = []
  for (let n = 0; n < 20; n++) pipes.push(await pool.take())
  expect(new Set(pipes.map(({ writer }) => writer)).size).toBe(20)
  expect(readdirSync(directory)).not.toContain('pipe-0')
  for (const pipe of pipes) pipe.finish()
})

test('what a writer left in the pipe is read after its end, and a writer that lives on is not waited for', async () => {
  const pool = new PipePool(root)
  const pipe = await pool.take()
  const script = 'printf "%060000d" 0; (setsid sleep 5 >&1 &)'
  const child = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', pipe.writer, 'ignore'] })
  await new Promise((resolve) => child.once('exit', resolve))
  let total = 0
  pipe.read((bytes) => (total += bytes.byteLength))
  pipe.finish()
  expect(total).toBe(60_000)
})

test('a directory that takes no pipes is an error that says so', async () => {
  await expect(new PipePool(join(root, 'missing')).take()).rejects.toThrow(/cannot make pipes in .*missing/)
})
