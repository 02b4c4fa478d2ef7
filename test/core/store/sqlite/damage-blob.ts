import Database from 'better-sqlite3'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BlobRef } from '../../../../core/values/blob-ref.ts'

/** Flips every bit of a stored blob, wherever the store of this directory keeps it. */
export function damageBlob(directory: string, ref: BlobRef): void {
  const digest = ref.slice('sha256:'.length)
  const file = join(directory, 'blobs', 'sha256', digest.slice(0, 2), digest)
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) {
    writeFileSync(file, flipped(readFileSync(file)))
    return
  }
  const database = new Database(join(directory, 'lightspeed.db'))
  const hash = Buffer.from(digest, 'hex')
  const row = database.prepare('SELECT bytes FROM blobs WHERE hash = ?').get(hash) as { bytes: Uint8Array }
  database.prepare('UPDATE blobs SET bytes = ? WHERE hash = ?').run(flipped(row.bytes), hash)
  database.close()
}

function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byte ^ 0xff)
}
