import { expect, test } from 'vitest'
import type { Mount } from '../../../core/machine/workspace/state.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { otherMachine } from '../../../cli/workspace/other-machine.ts'

const ref = 'sha256:x' as BlobRef
const refs = { mountedRef: ref, baseRef: ref, headRef: ref, readOnly: false }
const mount = (source: string | null, host?: string, copies: readonly string[] = []): Mount => ({
  ...{ ...refs, path: '/workspace', source, ...(host !== undefined && { host }) },
  ...(copies.length > 0 && { copies: copies.map((other) => ({ host: other, directory: '/x', baseRef: ref })) }),
})

test.each<[string, readonly Mount[], string | null]>([
  ['all directories are of another machine', [mount('/a', 'two'), mount(null)], 'two'],
  ['one of them is of this machine', [mount('/a', 'two'), mount('/b', 'one')], null],
  ['it was written to a directory of this machine', [mount('/a', 'two', ['three', 'one'])], null],
  ['it was written to a directory of a third one', [mount('/a', 'two', ['three'])], 'two'],
  ['nothing says whose one is', [mount('/a', 'two'), mount('/b')], null],
  ['there is no directory', [mount(null)], null],
  ['an imported one was written to another machine', [mount(null, undefined, ['two'])], 'two'],
  ['nothing is mounted', [], null],
])('%s', (_, mounts, other) => {
  expect(otherMachine(mounts, 'one')).toBe(other)
})
