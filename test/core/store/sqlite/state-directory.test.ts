import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../../../../core/store/sqlite/open-sqlite-store.ts'
import { request, staged, withSession } from '../../../contract/store-samples.ts'
import { temporaryDirectory } from '../temporary-directory.ts'

const isRoot = process.geteuid?.() === 0

/** Octal modes of everything below a directory, and of itself, by path. */
function modes(directory: string): Record<string, string> {
  const paths = [
    directory,
    ...readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name)),
  ]
  return Object.fromEntries(paths.map((path) => [path, (lstatSync(path).mode & 0o777).toString(8)]))
}

function setUmask(mask: number): void {
  const before = process.umask(mask)
  onTestFinished(() => void process.umask(before))
}

test.each([0o000, 0o022, 0o077])('under umask %i directories are 0700 and files 0600', async (mask) => {
  setUmask(mask)
  const directory = join(temporaryDirectory(), 'made', 'state')
  const store = await withSession(openSqliteStore({ directory }))
  onTestFinished(async () => store.close())
  await store.log.append(request('a', { blobs: [staged(10), staged(40_000)] }))
  const found = modes(join(directory, '..'))
  const names = Object.keys(found).map((path) => path.slice(directory.length + 1))
  expect(names).toEqual(
    expect.arrayContaining(['lightspeed.db', 'lightspeed.db-wal', 'lightspeed.db-shm', 'blobs/sha256']),
  )
  for (const [path, mode] of Object.entries(found))
    expect([path, mode]).toEqual([path, statSync(path).isDirectory() ? '700' : '600'])
})

test('opening does not change the umask of the process', () => {
  setUmask(0o022)
  const store = openSqliteStore({ directory: temporaryDirectory() })
  onTestFinished(async () => store.close())
  expect(process.umask(0o022)).toBe(0o022)
})

test('database files that others may read are closed to them', async () => {
  const directory = temporaryDirectory()
  await openSqliteStore({ directory }).close()
  chmodSync(join(directory, 'lightspeed.db'), 0o644)
  const store = openSqliteStore({ directory })
  onTestFinished(async () => store.close())
  expect(new Set(Object.values(modes(directory)))).toEqual(new Set(['700', '600']))
})

test.each([0o777, 0o770, 0o702])('a directory of mode %i, where others may write, is refused', (mode) => {
  const directory = temporaryDirectory()
  chmodSync(directory, mode)
  expect(() => openSqliteStore({ directory })).toThrow(
    expect.objectContaining({ code: 'store-unsafe-directory', message: expect.stringContaining('chmod 700') }),
  )
  expect(readdirSync(directory)).toEqual([])
})

test('a symlink to a directory of our own is followed, one to a place open to others is refused', async () => {
  const directory = temporaryDirectory()
  for (const [name, mode] of [
    ['safe', 0o700],
    ['open', 0o777],
  ] as const) {
    mkdirSync(join(directory, name))
    chmodSync(join(directory, name), mode)
    symlinkSync(name, join(directory, `link-to-${name}`))
  }
  await openSqliteStore({ directory: join(directory, 'link-to-safe') }).close()
  expect(readdirSync(join(directory, 'safe'))).toContain('lightspeed.db')
  expect(() => openSqliteStore({ directory: join(directory, 'link-to-open') })).toThrow(
    expect.objectContaining({ code: 'store-unsafe-directory' }),
  )
})

test.skipIf(!isRoot)("another user's directory is refused (needs root to make one)", () => {
  const directory = temporaryDirectory()
  chownSync(directory, 65534, 65534)
  expect(() => openSqliteStore({ directory })).toThrow(
    expect.objectContaining({ code: 'store-unsafe-directory', message: expect.stringContaining('another user') }),
  )
})

test.each(['', '/deeper'])('a file in the way%s is refused with what to do', (below) => {
  const file = join(temporaryDirectory(), 'file')
  writeFileSync(file, 'mine')
  expect(() => openSqliteStore({ directory: file + below })).toThrow(
    expect.objectContaining({
      code: 'store-unsafe-directory',
      message: expect.stringContaining('a file is in the way'),
    }),
  )
})
