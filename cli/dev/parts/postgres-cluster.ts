import { execFile } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fchownSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { FailedError } from '../../errors.ts'
import { stackName } from '../addresses.ts'
import { lastWords } from '../part-log.ts'
import type { RunAs } from '../part.ts'
import { markProcess } from '../process-mark.ts'

/** How the files of Postgres are made. */
export interface NewCluster {
  /** Where they will be. */
  readonly directory: string
  /** `initdb`. */
  readonly program: string
  readonly password: string
  readonly env: NodeJS.ProcessEnv
  readonly runAs: RunAs | null
}

/** Makes the files of Postgres, all or nothing: half of them would be taken for a whole. @throws FailedError */
export async function createCluster(cluster: NewCluster, signal: AbortSignal): Promise<void> {
  const { directory, program, env, runAs } = cluster
  const half = `${directory}.new`
  const passwordFile = `${directory}.password`
  makeHome(dirname(directory), runAs)
  rmSync(half, { recursive: true, force: true })
  writePassword(passwordFile, cluster)
  const args = ['-D', half, '-U', stackName, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  try {
    await promisify(execFile)(program, [...args, '--encoding=UTF8', '--locale=C'], {
      ...{ cwd: '/', env, signal },
      ...(runAs ?? {}),
    })
  } catch (error) {
    if (signal.aborted) throw error
    const { stderr = '' } = error as { readonly stderr?: string }
    throw new FailedError('dev-failed', `Postgres could not make its files: ${lastWords(stderr) ?? String(error)}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(half, directory)
}

/**
 * Postgres takes a process that was killed and never reaped, as in a container without an init, for a running one. Children
 * that outlived it are found by the memory that they share, not by this file.
 */
export function removeStaleLock(directory: string): void {
  const file = join(directory, 'postmaster.pid')
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN
  if (pid > 0 && markProcess(pid) === null) rmSync(file, { force: true })
}

function makeHome(home: string, runAs: RunAs | null): void {
  mkdirSync(dirname(home), { recursive: true })
  mkdirSync(home, { recursive: true, mode: 0o700 })
  if (runAs === null) return
  // Whoever lives below has to get through, whatever the umask is.
  chmodSync(dirname(home), 0o755)
  chownSync(home, runAs.uid, runAs.gid)
}

/** By its descriptor: the directory is not ours any more, and a name in it may be made a link meanwhile. */
function writePassword(file: string, { password, runAs }: NewCluster): void {
  rmSync(file, { force: true })
  const fd = openSync(file, 'wx', 0o600)
  try {
    writeFileSync(fd, password)
    if (runAs !== null) fchownSync(fd, runAs.uid, runAs.gid)
  } finally {
    closeSync(fd)
  }
}
