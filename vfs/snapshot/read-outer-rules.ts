import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { OuterLayer } from './outer-rules.ts'
import { toRules } from './outer-rules.ts'
import { readGitExcludes } from './read-git-excludes.ts'
import { readIgnoreFiles } from './read-ignore-files.ts'

/**
 * Rules from around a directory in a git repository, as git reads them: of the person (`core.excludesFile`), of the clone
 * (`.git/info/exclude`), and of the directories above, so that a mounted package does not bring its `node_modules`. None
 * outside of a repository. Rules that leave out the directory as a whole do not count: whoever names it wants it.
 */
export async function readOuterRules(directory: string): Promise<readonly OuterLayer[]> {
  const top = repositoryOf(directory)
  if (top === null) return []
  const excludes = await readGitExcludes(top)
  const layers = [
    ...excludes.map((text) => ({ above: pathBelow(top, directory), text })),
    ...outerDirectories(top, directory).map((outer) => ({
      above: pathBelow(outer, directory),
      text: readIgnoreFiles(outer),
    })),
  ]
  return layers.filter((layer) => layer.text !== '' && !leavesOutAll(layer))
}

/** The nearest directory with a `.git`, itself or above; null for none. */
function repositoryOf(directory: string): string | null {
  if (existsSync(join(directory, '.git'))) return directory
  const parent = dirname(directory)
  return parent === directory ? null : repositoryOf(parent)
}

/** From the repository down to the parent of the directory. */
function outerDirectories(top: string, directory: string): readonly string[] {
  if (directory === top) return []
  const parent = dirname(directory)
  return [...outerDirectories(top, parent), parent]
}

function pathBelow(outer: string, directory: string): string {
  const path = relative(outer, directory)
  return path === '' ? '' : `${path.split(sep).join('/')}/`
}

function leavesOutAll(layer: OuterLayer): boolean {
  return layer.above !== '' && toRules([layer]).some(({ matcher }) => matcher.test(layer.above).ignored)
}
