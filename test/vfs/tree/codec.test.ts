import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashBlob } from '../../../core/store/hash-blob.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { decodeTree, encodeTree } from '../../../vfs/tree/codec.ts'
import { compareNames } from '../../../vfs/tree/compare-names.ts'
import type { TreeEntry } from '../../../vfs/tree/entry.ts'
import { TreeCorruptError } from '../../../vfs/tree/errors.ts'
import { nameProblem } from '../../../vfs/tree/path.ts'

const ref = hashBlob(Buffer.from('x'))
const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((text) => nameProblem(text) === null)
const size = fc.nat()
const entry: fc.Arbitrary<TreeEntry> = fc.oneof(
  fc.record({
    name,
    kind: fc.constant('file'),
    executable: fc.boolean(),
    ref: fc.constant(ref),
    sizeBytes: size,
    files: fc.constant(1),
  }),
  fc.record({
    name,
    kind: fc.constant('symlink'),
    executable: fc.constant(false),
    ref: fc.constant(ref),
    sizeBytes: size,
    files: fc.constant(1),
  }),
  fc.record({
    name,
    kind: fc.constant('dir'),
    executable: fc.constant(false),
    ref: fc.constant(ref),
    sizeBytes: size,
    files: size,
  }),
)
const entries = fc.uniqueArray(entry, { selector: (item) => item.name, maxLength: 12 })

test('what is encoded is decoded again, in the order of the UTF-8 bytes of the names', () => {
  fc.assert(
    fc.property(entries, (list) => {
      const decoded = decodeTree(ref, encodeTree(list))
      const byBytes = list.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
      expect(decoded).toEqual(byBytes)
    }),
  )
})

test('the order of the entries does not change the bytes', () => {
  fc.assert(
    fc.property(entries, (list) => {
      expect(encodeTree(list.toReversed())).toEqual(encodeTree(list))
    }),
  )
})

test('names are compared as their UTF-8 bytes', () => {
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(Math.sign(compareNames(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
  )
})

const row = (...fields: readonly unknown[]): string => JSON.stringify(['lightspeed-tree-1', fields])

describe('bytes that are no tree are refused', () => {
  const cases: readonly (readonly [string, string | Uint8Array])[] = [
    ['no JSON', 'tree'],
    ['no UTF-8', Uint8Array.from([0x5b, 0xff, 0x5d])],
    ['no list', '{}'],
    ['no version', '[]'],
    ['another version', '["lightspeed-tree-2"]'],
    ['an entry that is no list', '["lightspeed-tree-1", {}]'],
    ['an unknown kind', row('p', 'a', ref, 1)],
    ['a field too few', row('f', 'a', ref)],
    ['a field too many', row('f', 'a', ref, 1, 1)],
    ['a directory without count', row('d', 'a', ref, 1)],
    ['a name that is no text', row('f', 1, ref, 1)],
    ['a name that climbs', row('f', '..', ref, 1)],
    ['a name with a slash', row('f', 'a/b', ref, 1)],
    ['a git directory', row('d', '.GIT', ref, 1, 1)],
    ['a ref that is none', row('f', 'a', 'sha1:00', 1)],
    ['a negative size', row('f', 'a', ref, -1)],
    ['a broken size', row('f', 'a', ref, 1.5)],
    ['names out of order', JSON.stringify(['lightspeed-tree-1', ['f', 'b', ref, 1], ['f', 'a', ref, 1]])],
    ['a name twice', JSON.stringify(['lightspeed-tree-1', ['f', 'a', ref, 1], ['f', 'a', ref, 1]])],
  ]
  test.each(cases)('%s', (_, bytes) => {
    expect(() => decodeTree('sha256:0' as BlobRef, Buffer.from(bytes))).toThrow(TreeCorruptError)
  })
})
