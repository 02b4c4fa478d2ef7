import { expect, test } from 'vitest'
import { createTreeSync } from '../../../vfs/sync/tree-sync.ts'
import { makeBlobs, makeDirectory, makeTree, treeFiles, writeFiles } from '../fixture.ts'

/** Of a checkout that nobody ends. */
const untroubled = new AbortController().signal

test('what a command makes is kept like what a file tool writes, though it looks like a secret', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const sync = createTreeSync()
  await sync.checkout(directory, await makeTree({ '.env': 'BY=tool', 'a.ts': 'a' }, stage), stage, untroubled)
  const token = '//registry.example/:_authToken=abcdef'
  writeFiles(directory, {
    '.env': 'BY=command',
    '.envrc': 'use node',
    'test/key.pem': 'x',
    '.ssh/config': 'x',
    '.npmrc': token,
  })
  const { root, changed, skipped } = await sync.capture(directory, stage, untroubled)
  expect(changed).toEqual(['.env', '.envrc', '.npmrc', '.ssh/config', 'test/key.pem'])
  expect(skipped).toEqual([])
  expect((await treeFiles(root, stage))['.env']).toBe('file BY=command')
})
