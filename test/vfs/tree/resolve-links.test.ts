import { expect, test } from 'vitest'
import { resolveLinks } from '../../../vfs/tree/resolve-links.ts'
import { makeBlobs, makeTree } from '../fixture.ts'

const { stage } = makeBlobs()
const root = makeTree(
  {
    'src/a.ts': 'a',
    'src/up': { link: '../docs/./readme.md' },
    'docs/readme.md': 'r',
    lib: { link: 'src' },
    chain: { link: 'lib' },
    loop: { link: 'loop2' },
    loop2: { link: 'loop' },
    out: { link: '../secret' },
    sly: { link: 'src/../../secret' },
    absolute: { link: '/etc/passwd' },
    dangling: { link: 'src/none.ts' },
    git: { link: '.git/hooks' },
  },
  stage,
)

const resolve = async (path: string): Promise<string> => resolveLinks(await root, path, stage)

test('links inside the tree are followed, everywhere on the way', async () => {
  expect(await resolve('src/a.ts')).toBe('src/a.ts')
  expect(await resolve('chain/a.ts')).toBe('src/a.ts')
  expect(await resolve('lib/up')).toBe('docs/readme.md')
  expect(await resolve('chain')).toBe('src')
})

test('what does not exist yet keeps its name', async () => {
  expect(await resolve('lib/new/file.ts')).toBe('src/new/file.ts')
  expect(await resolve('dangling')).toBe('src/none.ts')
})

test.each(['loop', 'out', 'out/file', 'sly', 'absolute'])(
  'a link that leads nowhere good is refused: %s',
  async (path) => {
    await expect(resolve(path)).rejects.toMatchObject({ code: 'path-link-broken' })
  },
)

test('a link to a git directory is refused', async () => {
  await expect(resolve('git/pre-commit')).rejects.toMatchObject({ code: 'path-invalid' })
})
