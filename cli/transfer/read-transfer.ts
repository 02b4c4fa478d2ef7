import { open, type FileHandle } from 'node:fs/promises'
import type { StoredEntry } from '../../core/log/entry.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import { isBlobRef, type BlobRef } from '../../core/values/blob-ref.ts'
import { isValidId } from '../../core/values/ids.ts'
import type { BlobReader } from '../../vfs/tree/entry.ts'
import { openCheckedLog } from './check-transfer.ts'
import { readLines, type PlacedLine } from './read-lines.ts'
import { TransferError } from './transfer-error.ts'
import { transferSchema, type BlobLine, type HeaderLine, type TransferLine } from './transfer-line.ts'
import { openBlobWalk } from './walk-blobs.ts'

/** An exported session that was read to its end and is sound. Its blobs stay in the file. */
export interface Transfer {
  readonly session: HeaderLine['session']
  readonly entries: readonly StoredEntry[]
  /** Of the last takeover. */
  readonly epoch: number
  /** Blobs of the file, in its order. */
  readonly refs: readonly BlobRef[]
  readonly blobs: BlobReader
  close(): Promise<void>
}

/** Where the line of a blob is. */
interface Place {
  readonly offset: number
  readonly length: number
}

/**
 * Reads and checks all of a file. Blobs that it does not hold are looked for in `store`.
 * @throws TransferError, UnknownEventError, BlobNotFoundError, TreeCorruptError
 */
export async function readTransfer(file: string, store: BlobReader): Promise<Transfer> {
  const places = new Map<BlobRef, Place>()
  const log = openCheckedLog()
  let header: HeaderLine | null = null
  let count = 0
  let ended = false
  for await (const line of readLines(file)) {
    const read = parseLine(line)
    if (ended) throw new TransferError(`line ${line.number} stands behind the end`)
    if (header === null) {
      header = readHeader(read)
      continue
    }
    if (read.kind === 'blob') places.set(checkBlob(read, line, places), line)
    else if (read.kind === 'entry') {
      log.add(read)
      count += 1
    } else if (read.kind === 'end') {
      if (read.entries !== count || read.blobs !== places.size || header.session.head !== count)
        throw new TransferError('it does not hold as many entries and blobs as it says')
      ended = true
    } else throw new TransferError(`line ${line.number} is of a kind that is not known here`)
  }
  if (header === null) throw new TransferError('it is empty')
  if (!ended) throw new TransferError('it is cut short: its last line is missing')
  const { entries, epoch } = log.finish()
  const handle = await open(file, 'r')
  const blobs = fileBlobs(handle, places, store)
  const transfer = {
    ...{ session: header.session, entries, epoch, refs: [...places.keys()], blobs },
    close: () => handle.close(),
  }
  try {
    // Everything that the log names is there, trees to their last file.
    const walk = openBlobWalk(blobs)
    for (const { event } of entries) for await (const _blob of walk.of(event));
    return transfer
  } catch (error) {
    await handle.close()
    throw error
  }
}

function parseLine({ text, number }: PlacedLine): TransferLine {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new TransferError(`line ${number} is not JSON`)
  }
  if (typeof value !== 'object' || value === null || !('kind' in value))
    throw new TransferError(`line ${number} is of a kind that is not known here`)
  return value as TransferLine
}

function readHeader(line: TransferLine): HeaderLine {
  if (line.kind !== 'lightspeed.session') throw new TransferError('it does not begin as an exported session does')
  if (line.schema !== transferSchema)
    throw new TransferError(`it has schema ${String(line.schema)}, newer than this lightspeed: upgrade lightspeed`)
  const { id, name, model, title, createdAt, head } = line.session
  const isSound =
    typeof id === 'string' &&
    isValidId(id) &&
    (name === null || typeof name === 'string') &&
    typeof model === 'string' &&
    typeof title === 'string' &&
    Number.isSafeInteger(createdAt) &&
    Number.isSafeInteger(head)
  if (!isSound) throw new TransferError('its first line does not say which session it is')
  return line
}

function checkBlob(line: BlobLine, { number }: PlacedLine, known: ReadonlyMap<BlobRef, Place>): BlobRef {
  if (typeof line.ref !== 'string' || !isBlobRef(line.ref) || typeof line.data !== 'string')
    throw new TransferError(`line ${number} is no blob`)
  if (hashBlob(bytesOf(line)) !== line.ref)
    throw new TransferError(`line ${number}: the bytes are not those of ${line.ref}`)
  if (known.has(line.ref)) throw new TransferError(`line ${number} repeats ${line.ref}`)
  return line.ref
}

function bytesOf({ encoding, data }: BlobLine): Uint8Array {
  return Buffer.from(data, encoding === 'base64' ? 'base64' : 'utf8')
}

/** Reads blobs where they stand in the file, others in the store. */
function fileBlobs(handle: FileHandle, places: ReadonlyMap<BlobRef, Place>, store: BlobReader): BlobReader {
  return {
    get: async (ref) => {
      const place = places.get(ref)
      if (place === undefined) return store.get(ref)
      const bytes = Buffer.alloc(place.length)
      await handle.read(bytes, 0, place.length, place.offset)
      return bytesOf(JSON.parse(bytes.toString('utf8')) as BlobLine)
    },
  }
}
