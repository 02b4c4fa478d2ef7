import type { Connection } from '@temporalio/client'
import { errorMessage } from '../../core/values/errors.ts'
import { connectionOptions } from '../../remote/temporal/connection-options.ts'
import { FailedError } from '../errors.ts'
import type { TemporalPlace } from './server-flags.ts'

/** Statuses of gRPC. */
const notFound = 5
const unauthenticated = 16

/** Connects to Temporal and looks whether the namespace is there. @throws FailedError saying what to do */
export async function reachTemporal(
  connections: Pick<typeof Connection, 'connect'>,
  place: TemporalPlace,
): Promise<Connection> {
  const connection = await connections.connect(connectionOptions(place)).catch(temporalFailed(place))
  try {
    await connection.workflowService.describeNamespace({ namespace: place.namespace })
  } catch (error) {
    const status = statusOf(error)
    // A server may not let everybody ask, and work all the same.
    if (status === notFound || status === unauthenticated) {
      await connection.close()
      return temporalFailed(place)(error)
    }
  }
  return connection
}

/** What is said of an error of Temporal. */
export function temporalFailed({ address, namespace }: TemporalPlace): (error: unknown) => never {
  return (error) => {
    const status = statusOf(error)
    if (status === notFound)
      throw new FailedError(
        'temporal-namespace',
        `Temporal at ${address} has no namespace ${namespace}: give another with --namespace, or make it with temporal operator namespace create -n ${namespace}`,
      )
    if (status === unauthenticated)
      throw new FailedError(
        'temporal-refused',
        `Temporal at ${address} does not let us in (${errorMessage(error)}): check LIGHTSPEED_TEMPORAL_API_KEY`,
      )
    throw new FailedError('temporal-unreachable', `Temporal at ${address} does not answer (${errorMessage(error)})`)
  }
}

function statusOf(error: unknown): number | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'number' ? code : null
}
