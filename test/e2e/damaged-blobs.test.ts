import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import { damageBlob } from '../core/store/sqlite/damage-blob.ts'
import { modelOf, type Desk } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { onThisMachine, type Place } from '../support/places.ts'

const small = 'small\n'
const large = 'large\n'.repeat(20_000)
const data = (desk: Desk): string => join(desk.home, 'data')

/** A desk whose model reads a file of the mount; `read` says what it was told. */
async function openReading(place: Place) {
  const told: string[] = []
  const mock = await startMockProvider(({ userText, results }) => {
    told.push(...results.map(({ text }) => text))
    const path = `/workspace/${userText}`
    return results.length > 0 ? { text: 'done' } : { calls: [{ name: 'Read', args: { file_path: path } }] }
  })
  onTestFinished(async () => mock.close())
  const desk = await place.openDesk({ 'small.txt': small, 'large.txt': large }, mock)
  const run = (...args: readonly string[]) => desk.run(['run', '-m', modelOf['anthropic-messages'], ...args])
  const mount = async (file: string) => {
    const ended = await run('--mount', '.', file)
    return { ...ended, told: told.splice(0).join('\n') }
  }
  return { desk, run, mount, told }
}

onThisMachine('store', (place) => {
  test.each([
    ['small.txt', small],
    ['large.txt', large],
  ])('a damaged blob of %s is told to the person and to the model, and a new mount mends it', async (file, text) => {
    const { desk, mount, run, told } = await openReading(place)
    await mount(file)
    damageBlob(data(desk), hashBlob(Buffer.from(text)))
    const damaged = await mount(file)
    expect(damaged.told).toContain('is corrupt in')
    expect(damaged.told).toContain('a new run with --mount stores it again')
    expect(damaged.stderr).toMatch(/^✗ Read .*\n +Read failed inside Lightspeed \(blob-corrupt\).* is corrupt in /m)
    const mended = await mount(file)
    expect(mended.told).toContain(text.slice(0, 5))
    expect(mended.stderr).not.toContain('corrupt')
    // The session that met the damage reads the same bytes again.
    await run('-c', file)
    expect(told.join('\n')).not.toContain('corrupt')
  })

  test('a large blob that is gone is stored again by the next mount', async () => {
    const { desk, mount } = await openReading(place)
    await mount('small.txt')
    rmSync(join(data(desk), 'blobs'), { recursive: true })
    expect((await mount('large.txt')).told).toContain('large')
  })

  test('a mount whose every blob is damaged is stored again at once', async () => {
    const { desk, mount } = await openReading(place)
    await mount('small.txt')
    for (const ref of storedBlobs(desk)) damageBlob(data(desk), ref)
    const ended = await mount('large.txt')
    expect(ended.stderr).not.toContain('corrupt')
    expect(ended.told).toContain('large')
    expect(ended.code).toBe(0)
  })
})

function storedBlobs(desk: Desk): readonly BlobRef[] {
  const database = new Database(join(data(desk), 'lightspeed.db'))
  const rows = database.prepare('SELECT lower(hex(hash)) AS digest FROM blobs').all() as { digest: string }[]
  database.close()
  const files = readdirSync(join(data(desk), 'blobs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(data(desk), 'blobs', path)).isFile())
    .map((path) => path.slice(-64))
  return [...rows.map(({ digest }) => digest), ...files].map((digest) => `sha256:${digest}` as BlobRef)
}
