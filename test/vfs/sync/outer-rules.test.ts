import { expect, test } from 'vitest'
import { encodeOuterRules, toRules } from '../../../vfs/snapshot/outer-rules.ts'
import { createTreeSync } from '../../../vfs/sync/tree-sync.ts'
import { makeBlobs, makeDirectory, makeTree, writeFiles } from '../fixture.ts'

const untroubled = new AbortController().signal

test('what is left out can be told from outside', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const sync = createTreeSync({ outer: async () => toRules([{ above: 'packages/', text: 'node_modules/\n' }]) })
  await sync.checkout(directory, await makeTree({ 'a.ts': 'a' }, stage), stage, untroubled)
  writeFiles(directory, { 'pkg/node_modules/x/index.js': '', 'pkg/a.js': '' })
  expect((await sync.capture(directory, stage, untroubled)).changed).toEqual(['pkg/a.js'])
})

test('what the mount carries says what is left out, for each directory; an inner rule overrules it', async () => {
  const { stage } = makeBlobs()
  const sync = createTreeSync({ outer: () => Promise.reject(new Error('not asked')) })
  const carried = ['node_modules/\n/a/out\n', '*.log\n'].map((text) =>
    stage.put(encodeOuterRules([{ above: 'a/', text }])),
  )
  const captured = carried.map(async (ref) => {
    const directory = makeDirectory()
    const files = { '.gitignore': '!keep.log\n', 'node_modules/kept.js': '1' }
    await sync.checkout(directory, await makeTree(files, stage), stage, untroubled, ref)
    writeFiles(directory, { 'node_modules/x.js': '', 'out/x': '', 'x.log': '', 'keep.log': '', 'b/out': '' })
    return (await sync.capture(directory, stage, untroubled, ref)).changed
  })
  expect(await Promise.all(captured)).toEqual([
    ['b/out', 'keep.log', 'x.log'],
    ['b/out', 'keep.log', 'node_modules/x.js', 'out/x'],
  ])
})
