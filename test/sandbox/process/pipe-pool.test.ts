import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { PipePool } from '../../../sandbox/process/pipe-pool.ts'

const root = mkdtempSync(join(tmpdir(), 'lightspeed-pipes-'))
afterAll(() => rmSync(root, { recursive: true }))

test('two pools in one directory give pipes of their own, and leave nothing', async () => {
  const directory = join(root, 'shared')
  mkdirSync(directory)
  execFileSync('mkfifo', [join(directory, '1-0')])
  const pools = [new PipePool(directory), new PipePool(directory)] as const
  const pipes = await Promise.all([...pools, ...pools].map((pool) => pool.take()))
  expect(new Set(pipes.map(({ writer }) => writer)).size).toBe(4)
  expect(readdirSync(directory)).not.toContain('1-0')
  for (const pipe of pipes) pipe.finish()
  await pools[0].close()
  expect(readdirSync(directory).length).toBeGreaterThan(0)
  await pools[1].close()
  expect(existsSync(directory)).toBe(false)
})

test('what a writer left in the pipe is read after its end, and a writer that lives on is not waited for', async () => {
  const pool = new PipePool(join(root, 'drained'))
  const pipe = await pool.take()
  const script = 'printf "%060000d" 0; (setsid sleep 5 >&1 &)'
  const child = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', pipe.writer, 'ignore'] })
  await new Promise((resolve) => child.once('exit', resolve))
  let total = 0
  pipe.read((bytes) => (total += bytes.byteLength))
  pipe.finish()
  expect(total).toBe(60_000)
  await pool.close()
})

test('a directory that cannot be made is an error that says so', async () => {
  writeFileSync(join(root, 'file'), '')
  await expect(new PipePool(join(root, 'file/pipes')).take()).rejects.toThrow(/ENOTDIR/)
})
