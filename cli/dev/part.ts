import type { PartName } from './part-name.ts'

/** Whom a process is run as, when it is not the person. */
export interface RunAs {
  readonly uid: number
  readonly gid: number
}

/** How a program is started in the background. */
export interface Launch {
  readonly program: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly runAs: RunAs | null
}

/** A part of a stack as it should run. */
export interface Part {
  readonly name: PartName
  /** What another way of running it would change, in short. */
  readonly inputs: string
  readonly launch: Launch
  /** Makes what it needs before it is started. */
  prepare(signal: AbortSignal): Promise<void>
  /** Whether it serves what is wanted of it; also does what is left to do once it answers. */
  isReady(): Promise<boolean>
}
