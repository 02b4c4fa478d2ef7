import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { BlobReader, TreeEntry } from './entry.ts'
import { PathError } from './errors.ts'
import { splitPath } from './path.ts'
import { readTree } from './read.ts'

const maximumHops = 40

/**
 * The path that remains after every symlink of the tree on the way, the last one included, is followed.
 * What comes after the first name that does not exist is kept as it is, so that new files can be resolved.
 * @throws PathError `path-link-broken` for a loop, or a link that leaves the tree
 */
export async function resolveLinks(root: BlobRef, path: string, blobs: BlobReader): Promise<string> {
  const pending = [...splitPath(path)].reverse()
  const done: { readonly name: string; readonly tree: BlobRef | null }[] = []
  let tree: BlobRef | null = root
  let hops = 0
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === '..') {
      const left = done.pop()
      if (left === undefined) throw broken(path, 'leads out of the workspace')
      tree = left.tree
      continue
    }
    const entry: TreeEntry | undefined = tree === null ? undefined : await find(tree, name, blobs)
    if (entry?.kind !== 'symlink') {
      done.push({ name, tree })
      tree = entry?.kind === 'dir' ? entry.ref : null
      continue
    }
    hops += 1
    if (hops > maximumHops) throw broken(path, 'goes round in circles')
    const target = Buffer.from(await blobs.get(entry.ref)).toString()
    if (target.startsWith('/')) throw broken(path, `leads to ${target}, outside of the workspace`)
    pending.push(
      ...target
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .reverse(),
    )
  }
  const resolved = done.map((step) => step.name).join('/')
  splitPath(resolved)
  return resolved
}

async function find(tree: BlobRef, name: string, blobs: BlobReader): Promise<TreeEntry | undefined> {
  return (await readTree(tree, blobs)).find((entry) => entry.name === name)
}

function broken(path: string, what: string): PathError {
  return new PathError('path-link-broken', path, `a symbolic link on the way to ${path} ${what}`)
}
