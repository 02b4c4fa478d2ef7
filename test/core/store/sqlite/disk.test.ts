import { chmodSync, chownSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Store } from '../../../../core/ports/store.ts'
import { errorCode } from '../../../../core/values/errors.ts'
import { openSqliteStore } from '../../../../core/store/sqlite/open-sqlite-store.ts'
import { request, session, staged, withSession } from '../../../contract/store-samples.ts'
import { temporaryDirectory } from '../temporary-directory.ts'
import { canMount, mountTinyDisk, remount } from './tiny-disk.ts'

const mountTest = canMount ? test : test.skip

function open(directory: string): Store {
  const store = openSqliteStore({ directory })
  onTestFinished(async () => store.close())
  return store
}

/** Appends until one fails; how many were acknowledged, and the error. */
async function appendUntilFailure(store: Store, blobBytes: number): Promise<{ acknowledged: number; error: unknown }> {
  for (let acknowledged = 0; acknowledged < 10_000; acknowledged++) {
    try {
      await store.log.append(request(`op${acknowledged}`, { blobs: [staged(blobBytes, acknowledged)] }))
    } catch (error) {
      return { acknowledged, error }
    }
  }
  throw new Error('the disk never filled up')
}

mountTest.each([
  ['small blobs', 20_000],
  ['large blobs', 60_000],
])(
  'a disk filled by %s (needs mount) is a typed error, keeps what was acknowledged, and works again',
  async (_, size) => {
    const directory = join(temporaryDirectory(), 'disk')
    mountTinyDisk(directory, 2048)
    const ballast = join(directory, 'ballast')
    writeFileSync(ballast, Buffer.alloc(600_000), { mode: 0o600 })
    const store = await withSession(open(directory))
    const { acknowledged, error } = await appendUntilFailure(store, size)
    expect(error).toMatchObject({
      code: 'disk-full',
      message: `no space left in ${directory}: free some space and try again`,
    })
    expect(acknowledged).toBeGreaterThan(5)
    expect(await store.log.head(session)).toBe(acknowledged)
    expect(
      readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp')),
    ).toEqual([])
    rmSync(ballast)
    const again = await store.log.append(request(`op${acknowledged}`, { blobs: [staged(size, acknowledged)] }))
    expect(again).toEqual({ status: 'ok', head: acknowledged + 1 })
    for (let index = 0; index <= acknowledged; index++)
      expect((await store.blobs.get(staged(size, index).ref)).length).toBe(size)
  },
)

mountTest(
  'a full disk at the first opening (needs mount) is a typed error, and opening works once there is space',
  () => {
    const directory = join(temporaryDirectory(), 'disk')
    mountTinyDisk(directory, 512)
    const ballast = join(directory, 'ballast')
    for (const freeKiB of [0, 4, 8, 16, 32, 64]) {
      writeFileSync(ballast, Buffer.alloc((512 - freeKiB - 4) * 1024), { mode: 0o600 })
      expect(codeOf(() => void openSqliteStore({ directory }))).toBe('disk-full')
    }
    rmSync(ballast)
    expect(codeOf(() => open(directory))).toBeNull()
  },
)

mountTest('a read-only file system (needs mount) is a typed error at opening and at writing', async () => {
  const directory = join(temporaryDirectory(), 'disk')
  mountTinyDisk(directory, 4096)
  remount(directory, 'ro')
  expect(codeOf(() => openSqliteStore({ directory }))).toBe('store-read-only')
  remount(directory, 'rw')
  await (await withSession(open(directory))).close()
  remount(directory, 'ro')
  expect(codeOf(() => openSqliteStore({ directory }))).toBe('store-read-only')
})

test('a directory without write permission is a typed error that says what to do', () => {
  const directory = temporaryDirectory()
  chmodSync(directory, 0o500)
  const isRoot = process.geteuid?.() === 0
  if (isRoot) becomeNobody(directory)
  expect(() => openSqliteStore({ directory })).toThrow(
    expect.objectContaining({
      code: 'store-read-only',
      message: expect.stringContaining(`cannot write in ${directory}`),
    }),
  )
})

test('a database that vanished while open is a typed error, not a silent write to nowhere', async () => {
  const directory = temporaryDirectory()
  const store = await withSession(open(directory))
  for (const name of readdirSync(directory)) rmSync(join(directory, name))
  await expect(store.log.append(request('a'))).rejects.toMatchObject({ code: 'store-io' })
})

/** Root may write anywhere: acts as the user that owns nothing, who owns this directory, until the test is over. */
function becomeNobody(directory: string): void {
  const nobody = 65534
  chownSync(directory, nobody, nobody)
  process.seteuid?.(nobody)
  onTestFinished(() => process.seteuid?.(0))
}

function codeOf(body: () => unknown): string | null {
  try {
    body()
    return null
  } catch (error) {
    return errorCode(error)
  }
}
