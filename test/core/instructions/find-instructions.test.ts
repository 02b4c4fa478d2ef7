import { expect, test } from 'vitest'
import { findInstructions, type InstructionSource } from '../../../core/instructions/find-instructions.ts'

/** A tree from paths to texts; null is a file that cannot be read. */
function source(files: Readonly<Record<string, string | null>>): InstructionSource & { readonly listed: string[] } {
  const listed: string[] = []
  return {
    listed,
    async list(directory) {
      listed.push(directory)
      const prefix = directory === '' ? '' : `${directory}/`
      const entries = new Map<string, boolean>()
      for (const path of Object.keys(files)) {
        if (!path.startsWith(prefix)) continue
        const [name = '', ...rest] = path.slice(prefix.length).split('/')
        entries.set(name, rest.length > 0)
      }
      return [...entries].map(([name, isDirectory]) => ({ name, isDirectory }))
    },
    async read(path) {
      return files[path] ?? null
    },
  }
}

test('the file of the root holds, those further down are named', async () => {
  const found = await findInstructions(
    source({ 'AGENTS.md': 'root', 'web/AGENTS.md': 'web', 'api/v1/CLAUDE.md': 'api', 'src/a.ts': '' }),
  )
  expect(found).toEqual({
    files: [{ path: 'AGENTS.md', text: 'root' }],
    nested: ['api/v1/CLAUDE.md', 'web/AGENTS.md'],
  })
})

test('an override comes before AGENTS.md, which comes before CLAUDE.md; one a directory', async () => {
  const all = { 'AGENTS.override.md': 'override', 'AGENTS.md': 'agents', 'CLAUDE.md': 'claude' }
  const first = async (files: Record<string, string | null>) => (await findInstructions(source(files))).files
  expect(await first(all)).toEqual([{ path: 'AGENTS.override.md', text: 'override' }])
  expect(await first({ ...all, 'AGENTS.override.md': '  \n' })).toEqual([{ path: 'AGENTS.md', text: 'agents' }])
  expect(await first({ 'AGENTS.md': null, 'CLAUDE.md': 'claude' })).toEqual([{ path: 'CLAUDE.md', text: 'claude' }])
  expect(await first({ 'AGENTS.md/x': '', 'agents.md': 'other' })).toEqual([])
})

test('on the way to a working directory every directory adds its file, the nearest last; those elsewhere are named', async () => {
  const files = {
    'AGENTS.md': '1',
    'a/b/AGENTS.md': '3',
    'a/CLAUDE.md': '2',
    'a/b/c/AGENTS.md': '4',
    'x/AGENTS.md': '',
  }
  const found = await findInstructions(source(files), 'a/b')
  expect(found.files.map((file) => file.path)).toEqual(['AGENTS.md', 'a/CLAUDE.md', 'a/b/AGENTS.md'])
  expect(found.nested).toEqual(['a/b/c/AGENTS.md', 'x/AGENTS.md'])
})

test('hidden directories and installed packages are not entered, and a huge tree is not walked to its end', async () => {
  const found = await findInstructions(
    source({ 'node_modules/x/AGENTS.md': '', '.cache/AGENTS.md': '', 'vendor/y/CLAUDE.md': '' }),
  )
  expect(found).toEqual({ files: [], nested: [] })
  const huge = source(Object.fromEntries(Array.from({ length: 1200 }, (_, index) => [`d${index}/AGENTS.md`, ''])))
  await findInstructions(huge)
  expect(huge.listed.length).toBeLessThanOrEqual(1001)
})
