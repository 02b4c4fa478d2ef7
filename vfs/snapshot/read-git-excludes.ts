import { execFile } from 'node:child_process'
import { lstatSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { readRules, readRulesThroughLinks } from './read-ignore-files.ts'

/** How long git may take to say where the person's rules are, ms: on a network file system, say. */
const gitMs = 2_000

/** Rules that hold in a whole repository and lie in none of its directories: the person's, then the clone's, which overrule them. */
export async function readGitExcludes(repository: string): Promise<readonly string[]> {
  const persons = await personsExcludes()
  // Links are for the person, who keeps such files elsewhere; of an unpacked repository one could lead to a secret.
  return [persons === null ? '' : readRulesThroughLinks(persons), ofClone(join(commonDirectory(repository), 'info'))]
}

function ofClone(info: string): string {
  return lstatSync(info, { throwIfNoEntry: false })?.isDirectory() === true ? readRules(join(info, 'exclude')) : ''
}

/**
 * Null where the person has switched them off. Only git knows what its configuration comes to; not asked about the repository's
 * own, which may come from anyone.
 */
async function personsExcludes(): Promise<string | null> {
  const { HOME: home = homedir(), XDG_CONFIG_HOME: config } = process.env
  const usual = join(config || join(home, '.config'), 'git', 'ignore')
  const asked = ['config', '--type=path', '--get', 'core.excludesFile']
  const env = { ...process.env, GIT_DIR: '/nonexistent' }
  const told = await promisify(execFile)('git', asked, { timeout: gitMs, env }).then(
    ({ stdout }) => stdout.trimEnd(),
    // Not set, or there is no git.
    () => null,
  )
  if (told === null) return usual
  return told === '' ? null : resolve(home, told)
}

/** What all worktrees of a clone share. `.git` is a file in a worktree and in a submodule. */
function commonDirectory(repository: string): string {
  const dotGit = join(repository, '.git')
  if (statSync(dotGit, { throwIfNoEntry: false })?.isDirectory() === true) return dotGit
  const named = /^gitdir: (.+)$/m.exec(readOrNothing(dotGit))?.[1] ?? ''
  const own = resolve(repository, named)
  return resolve(own, readOrNothing(join(own, 'commondir')).trim())
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
