import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../../../core/values/errors.ts'
import { ensureDatabase } from '../../../remote/postgres/ensure-database.ts'
import { FailedError } from '../../errors.ts'
import { postgresUrl } from '../addresses.ts'
import type { Part } from '../part.ts'
import { plainEnvironment, type Blueprint } from './blueprint.ts'
import { createCluster, removeStaleLock } from './postgres-cluster.ts'
import { postgresUser } from './postgres-user.ts'

/** Postgres, with files of its own. */
export function postgresPart({ state, secrets, places, programs, env: own }: Blueprint): Part {
  const directory = places.postgres
  const bin = programs.postgres ?? ''
  const port = state.ports.postgres
  const runAs = postgresUser()
  const env = { ...plainEnvironment(own), ...(runAs !== null && { HOME: '/' }) }
  return {
    name: 'postgres',
    inputs: String(port),
    launch: {
      program: join(bin, 'postgres'),
      args: ['-D', directory, '-p', String(port), ...settings],
      env,
      cwd: '/',
      runAs,
    },
    prepare: async (signal) => {
      if (existsSync(directory)) return removeStaleLock(directory)
      const password = secrets.postgresPassword
      await createCluster({ directory, program: join(bin, 'initdb'), password, env, runAs }, signal)
    },
    isReady: () =>
      ensureDatabase(postgresUrl(state, secrets)).catch((error: unknown) => {
        throw isStrange(error) ? strangeFiles(directory, places.secrets) : error
      }),
  }
}

/** Whether Postgres takes another password than the one that is known. */
function isStrange(error: unknown): boolean {
  return error instanceof Error && errorCode(error.cause) === '28P01'
}

/** Those of an earlier stack, whose secrets were removed without them; nothing brings the password back. */
function strangeFiles(directory: string, secrets: string): FailedError {
  return new FailedError(
    'dev-state',
    `the files of Postgres in ${directory} were made with another password than ${secrets} has: put that file back, ` +
      'or begin anew, without the sessions that are in there, with lightspeed dev down --delete-data --yes',
  )
}

/** Of this machine only, and no socket in a directory of the system's. */
const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=']
