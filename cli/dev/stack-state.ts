import { readPrivateFile, writePrivateFile } from '../config/private-file.ts'
import { FailedError } from '../errors.ts'
import type { PartName } from './part-name.ts'
import type { ProcessMark } from './process-mark.ts'

/** What listens on a port: Temporal's UI has its own. */
export type PortName = PartName | 'ui'

/** A process that was started. */
export interface StartedProcess extends ProcessMark {
  /** What it was started with, in short: a running one that was started with something else is started anew. */
  readonly inputs: string
}

/** What is known of a stack between two commands. */
export interface StackState {
  readonly version: 1
  readonly ports: Readonly<Record<PortName, number>>
  /** Where large blobs are, decided once: those of old sessions would be missing elsewhere. Null before the first start. */
  readonly blobs: 's3' | 'files' | null
  /** Directory of Postgres's programs; a newer release does not read the files of an older one. */
  readonly postgresPrograms: string | null
  /** Whether Temporal was started with its UI. */
  readonly hasUi: boolean
  readonly processes: Readonly<Partial<Record<PartName, StartedProcess>>>
}

/** Side by side, beside those that the same programs take when they are started by hand. */
const usualPorts: StackState['ports'] = { server: 8230, postgres: 8231, s3: 8232, ui: 8233, temporal: 8234 }

export const newStack: StackState = {
  version: 1,
  ports: usualPorts,
  blobs: null,
  postgresPrograms: null,
  hasUi: true,
  processes: {},
}

/** The state of a stack; null when there is none yet. @throws FailedError */
export function readStack(file: string): StackState | null {
  const text = readPrivateFile(file)
  if (text === null) return null
  const state = parse(text)
  if (state?.version === 1) return state
  throw new FailedError(
    'dev-state',
    `${file} is not what this lightspeed writes; lightspeed dev down --delete-data begins anew`,
  )
}

/** Writes it down at once. */
export function writeStack(file: string, state: StackState): void {
  writePrivateFile(file, `${JSON.stringify(state, null, 2)}\n`)
}

function parse(text: string): StackState | null {
  try {
    return JSON.parse(text) as StackState | null
  } catch {
    return null
  }
}
