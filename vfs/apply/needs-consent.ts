import { posix } from 'node:path'
import type { BlobReader } from '../tree/entry.ts'
import type { Change } from '../diff/diff-trees.ts'

/** Directories whose files make programs on the person's machine run something. */
const runningDirectories = new Set([
  '.git',
  '.githooks',
  '.husky',
  '.vscode',
  '.idea',
  '.devcontainer',
  '.claude',
  '.codex',
  '.agents',
  '.lightspeed',
  '.cursor',
  '.zed',
])

/** Files that run code, or choose what code runs, by existing. */
const runningFiles = new Set([
  '.gitmodules',
  '.gitattributes',
  '.gitconfig',
  '.envrc',
  '.mcp.json',
  '.npmrc',
  '.yarnrc',
  '.yarnrc.yml',
  '.pnpmfile.cjs',
  '.ripgreprc',
  '.pre-commit-config.yaml',
  'lefthook.yml',
  '.lefthook.yml',
  '.bashrc',
  '.bash_profile',
  '.bash_login',
  '.bash_logout',
  '.profile',
  '.zshrc',
  '.zshenv',
  '.zprofile',
  '.zlogin',
  '.inputrc',
  '.vimrc',
  '.exrc',
  '.nvimrc',
  '.gdbinit',
  '.lldbinit',
  '.tool-versions',
  'mise.toml',
  '.mise.toml',
])

const runningPattern = /^\.pnp\./

/**
 * Why a change must be agreed to one by one before it reaches a disk, or null: files that run code by existing, under
 * any spelling a file system takes for the same name, and links that lead out of the directory or into such files.
 */
export async function needsConsent(change: Change, blobs: BlobReader): Promise<string | null> {
  const reason = runsByExisting(change.path)
  if (reason !== null || change.after?.kind !== 'symlink') return reason
  const target = Buffer.from(await blobs.get(change.after.ref)).toString()
  const resolved = posix.normalize(posix.join(posix.dirname(change.path), target))
  if (posix.isAbsolute(target) || resolved === '..' || resolved.startsWith('../')) {
    return `a link that leads out of the directory, to ${target}`
  }
  return runsByExisting(resolved) === null ? null : `a link to ${target}, which can make programs run code`
}

function runsByExisting(path: string): string | null {
  const names = path.split('/').map(plainName)
  const directory = names.find((name) => runningDirectories.has(name))
  if (directory !== undefined) return `${directory} can make programs run code`
  const last = names.at(-1) ?? ''
  if (runningFiles.has(last) || runningPattern.test(last)) return `${last} can make programs run code`
  return null
}

/** The name as the most forgiving file system reads it: no case, no ignorable code points, no dots or spaces at the end. */
function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/[. ]+$/, '')
}
