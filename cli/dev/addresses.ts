import type { PartName } from './part-name.ts'
import type { StackSecrets } from './stack-secrets.ts'
import type { StackState } from './stack-state.ts'

/** The bucket of large blobs, and the database and its owner. */
export const stackName = 'lightspeed'

const host = '127.0.0.1'

/** Where a part listens, for a person: without passwords. */
export function urlsOf(name: PartName, { ports, hasUi }: Pick<StackState, 'ports' | 'hasUi'>): readonly string[] {
  switch (name) {
    case 'postgres':
      return [`postgres://${stackName}@${host}:${ports.postgres}/${stackName}`]
    case 'temporal':
      return [temporalAddress({ ports }), ...(hasUi ? [`http://${host}:${ports.ui}`] : [])]
    case 's3':
      return [`${s3Endpoint({ ports })}/${stackName}`]
    case 'server':
      return [serverUrl({ ports })]
    default:
      return name satisfies never
  }
}

export function serverUrl({ ports }: Pick<StackState, 'ports'>): string {
  return `http://${host}:${ports.server}`
}

export function temporalAddress({ ports }: Pick<StackState, 'ports'>): string {
  return `${host}:${ports.temporal}`
}

export function s3Endpoint({ ports }: Pick<StackState, 'ports'>): string {
  return `http://${host}:${ports.s3}`
}

/** With the password. */
export function postgresUrl({ ports }: Pick<StackState, 'ports'>, { postgresPassword }: StackSecrets): string {
  return `postgres://${stackName}:${postgresPassword}@${host}:${ports.postgres}/${stackName}`
}
