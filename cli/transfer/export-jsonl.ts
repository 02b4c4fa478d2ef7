import { encodeEvent } from '../../core/log/codec.ts'
import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import { readEntries } from './read-entries.ts'
import { transferSchema, type BlobLine, type EntryLine, type TransferLine } from './transfer-line.ts'
import { openBlobWalk, type WalkedBlob } from './walk-blobs.ts'

/** A session with all that it names, a line at a time: what `import` reads. @throws BlobNotFoundError */
export async function* exportJsonl(
  session: SessionSummary,
  store: Pick<Store, 'log' | 'blobs'>,
): AsyncGenerator<string, void, void> {
  const { id, name, directory, model, title, createdAt, head } = session
  const facts = { id, name, directory, model, title, createdAt, head }
  yield toText({ kind: 'lightspeed.session', schema: transferSchema, session: facts })
  const walk = openBlobWalk(store.blobs)
  let blobs = 0
  let entries = 0
  for await (const { seq, at, opId, event } of readEntries(store.log, id, head)) {
    for await (const blob of walk.of(event)) {
      blobs += 1
      yield toText(blobLine(blob))
    }
    const { kind, version, payload } = encodeEvent(event)
    const fields = JSON.parse(payload) as EntryLine['payload']
    entries += 1
    yield toText({ kind: 'entry', seq, at, opId, event: kind, version, payload: fields })
  }
  yield toText({ kind: 'end', entries, blobs })
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function blobLine({ ref, bytes }: WalkedBlob): BlobLine {
  const text = asText(bytes)
  if (text !== null) return { kind: 'blob', ref, encoding: 'utf8', data: text }
  return { kind: 'blob', ref, encoding: 'base64', data: Buffer.from(bytes).toString('base64') }
}

function asText(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** What JSON leaves as it is and a terminal may obey. */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

function toText(line: TransferLine): string {
  const safe = JSON.stringify(line).replace(unsafe, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `${safe}\n`
}
