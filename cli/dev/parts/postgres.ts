import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { ensureDatabase } from '../../../remote/postgres/ensure-database.ts'
import { FailedError } from '../../errors.ts'
import { postgresUrl, stackName } from '../addresses.ts'
import { lastWords } from '../part-log.ts'
import type { Part, RunAs } from '../part.ts'
import { markProcess } from '../process-mark.ts'
import { plainEnvironment, type Blueprint } from './blueprint.ts'
import { postgresUser } from './postgres-user.ts'

/** Postgres, with files of its own. */
export function postgresPart({ state, secrets, places, programs, env }: Blueprint): Part {
  const directory = places.postgres
  const bin = programs.postgres ?? ''
  const port = state.ports.postgres
  const runAs = postgresUser()
  const plain = { ...plainEnvironment(env), ...(runAs !== null && { HOME: '/' }) }
  return {
    name: 'postgres',
    inputs: String(port),
    launch: {
      program: join(bin, 'postgres'),
      args: ['-D', directory, '-p', String(port), ...settings],
      env: plain,
      cwd: '/',
      runAs,
    },
    prepare: async (signal) => {
      if (existsSync(directory)) return removeStaleLock(directory)
      await createCluster(
        directory,
        { program: join(bin, 'initdb'), env: plain, runAs, signal },
        secrets.postgresPassword,
      )
    },
    isReady: () => ensureDatabase(postgresUrl(state, secrets)),
  }
}

/** Of this machine only, and no socket in a directory of the system's. */
const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=']

/**
 * Postgres takes a process that was killed and never reaped, as in a container without an init, for a running one. Children
 * that outlived it are found by the memory that they share, not by this file.
 */
function removeStaleLock(directory: string): void {
  const file = join(directory, 'postmaster.pid')
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN
  if (pid > 0 && markProcess(pid) === null) rmSync(file, { force: true })
}

interface InitDb {
  readonly program: string
  readonly env: NodeJS.ProcessEnv
  readonly runAs: RunAs | null
  readonly signal: AbortSignal
}

function makeHome(home: string, runAs: RunAs | null): void {
  // The directory above is for all such homes: whoever lives in one has to get through it.
  mkdirSync(dirname(home), { recursive: true, mode: 0o755 })
  mkdirSync(home, { recursive: true, mode: 0o700 })
  if (runAs !== null) chownSync(home, runAs.uid, runAs.gid)
}

/** All of it or nothing: one that was interrupted would be taken for whole. */
async function createCluster(directory: string, { program, env, runAs, signal }: InitDb, password: string) {
  const home = dirname(directory)
  const half = `${directory}.new`
  const passwordFile = `${directory}.password`
  makeHome(home, runAs)
  rmSync(half, { recursive: true, force: true })
  rmSync(passwordFile, { force: true })
  writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' })
  if (runAs !== null) chownSync(passwordFile, runAs.uid, runAs.gid)
  const args = ['-D', half, '-U', stackName, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  try {
    await promisify(execFile)(program, [...args, '--encoding=UTF8', '--locale=C'], {
      cwd: '/',
      env,
      signal,
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
