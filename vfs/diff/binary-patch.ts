import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { base85Lines } from './base85.ts'

/** The lines by which git replaces one content by another, whatever is in them, in either direction; null is no file. */
export function binaryPatch(before: Uint8Array | null, after: Uint8Array | null): readonly string[] {
  return ['GIT binary patch', ...literal(after), '', ...literal(before), '']
}

/** What git calls two contents; it takes a binary patch only when the file that is there has the first of them. */
export function indexLine(before: Uint8Array | null, after: Uint8Array | null): string {
  return `index ${gitBlobId(before)}..${gitBlobId(after)}`
}

function literal(bytes: Uint8Array | null): readonly string[] {
  const content = bytes ?? new Uint8Array()
  return [`literal ${content.length}`, ...base85Lines(deflateSync(content))]
}

function gitBlobId(bytes: Uint8Array | null): string {
  if (bytes === null) return '0'.repeat(40)
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}
