import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { PartName } from './part-name.ts'

/** Where the stack of this machine keeps things; absolute. */
export interface DevPlaces {
  readonly root: string
  /** Ports and processes. */
  readonly state: string
  /** Keys and passwords, for its owner only. */
  readonly secrets: string
  /** Beside the rest, which may be deleted while somebody waits. */
  readonly lock: string
  readonly postgres: string
  readonly temporal: string
  readonly s3: string
  readonly blobs: string
  /** Workspaces of commands that the agent runs. */
  readonly workspaces: string
}

/** The places below a data directory. */
export function devPlaces(data: string): DevPlaces {
  const root = join(data, 'dev')
  return {
    root,
    state: join(root, 'stack.json'),
    secrets: join(root, 'secrets.json'),
    lock: join(data, 'dev.lock'),
    postgres: join(postgresHome(root), 'postgres'),
    temporal: join(root, 'temporal.db'),
    s3: join(root, 's3'),
    blobs: join(root, 'blobs'),
    workspaces: join(root, 'workspaces'),
  }
}

/** What a part says of itself. */
export function logOf(places: Pick<DevPlaces, 'root'>, part: PartName): string {
  return join(places.root, 'logs', `${part}.log`)
}

/** Postgres refuses to be root, and whom it is instead cannot enter the home of root: its files have a place of their own then. */
function postgresHome(root: string): string {
  if (process.geteuid?.() !== 0) return root
  return join('/var/lib/lightspeed', `dev-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`)
}
