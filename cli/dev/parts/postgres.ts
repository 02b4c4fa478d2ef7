import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDatabase } from '../../../remote/postgres/ensure-database.ts'
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
    isReady: () => ensureDatabase(postgresUrl(state, secrets)),
  }
}

/** Of this machine only, and no socket in a directory of the system's. */
const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=']
