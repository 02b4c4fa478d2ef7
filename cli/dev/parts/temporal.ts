import { temporalAddress } from '../addresses.ts'
import type { Part } from '../part.ts'
import { plainEnvironment, type Blueprint } from './blueprint.ts'

/** How long one try to reach it may take, ms. */
const connectMs = 2_000

/** Temporal's server for development, in one process with a file. */
export function temporalPart({ state, places, programs, temporal, env }: Blueprint): Part {
  const { ports, hasUi } = state
  const ui = hasUi ? ['--ui-port', String(ports.ui)] : ['--headless']
  const listens = ['--ip', '127.0.0.1', '--port', String(ports.temporal), ...ui]
  return {
    name: 'temporal',
    inputs: String(ports.temporal),
    launch: {
      program: programs.temporal ?? '',
      args: ['server', 'start-dev', '--db-filename', places.temporal, '--log-level', 'error', ...listens],
      env: plainEnvironment(env),
      cwd: '/',
      runAs: null,
    },
    prepare: async () => undefined,
    isReady: async () => {
      try {
        const connection = await temporal.Connection.connect({
          address: temporalAddress(state),
          connectTimeout: connectMs,
        })
        await connection.workflowService.describeNamespace({ namespace: 'default' }).finally(() => connection.close())
        return true
      } catch {
        // It listens before it has its namespace; what is wrong for good is in its log.
        return false
      }
    },
  }
}
