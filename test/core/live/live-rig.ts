import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished, vi } from 'vitest'
import type { OpId, SessionId } from '../../../core/values/ids.ts'

const script = fileURLToPath(new URL('live-process.ts', import.meta.url))

export const session = 's' as SessionId
export const op = 'r1/t1/model' as OpId

/** What a process has heard of one operation. */
export interface Heard {
  readonly text: string
  readonly chars: number
  readonly next: number
  readonly gaps: number
  readonly begins: number
}

/** A process that shares sessions with others. */
export interface LiveProcess {
  readonly child: ChildProcess
  readonly pid: number
  ask(order: string, facts?: Readonly<Record<string, unknown>>): Promise<unknown>
  heard(opId?: OpId): Promise<Heard | null>
  kill(signal: NodeJS.Signals): void
  /** SIGKILL, and until the system has buried it. */
  die(): Promise<void>
}

/** Where the processes of one test meet. */
export interface LiveRig {
  readonly root: string
  readonly data: string
  readonly run: string
  start(): Promise<LiveProcess>
}

/** Opens a rig with one session in its store. */
export function openLiveRig(name = 'run'): LiveRig {
  const root = mkdtempSync(join(tmpdir(), 'live-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const data = join(root, 'data')
  const run = join(root, name)
  mkdirSync(join(root, 'short'), { mode: 0o700 })
  return {
    root,
    data,
    run,
    start: async () => {
      const started = startProcess([data, run, join(root, 'short')])
      await started.ask('create')
      return started
    },
  }
}

function startProcess(args: readonly string[]): LiveProcess {
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--experimental-transform-types', '--no-warnings', script, ...args],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const waiting: ((answer: unknown) => void)[] = []
  createInterface(child.stdout).on('line', (line) => waiting.shift()?.(JSON.parse(line)))
  const ask: LiveProcess['ask'] = (order, facts = {}) =>
    new Promise((resolve) => {
      waiting.push(resolve)
      child.stdin.write(`${JSON.stringify({ do: order, session, opId: op, ...facts })}\n`)
    })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    child,
    pid: child.pid ?? 0,
    ask,
    heard: (opId = op) => ask('heard', { opId }) as Promise<Heard | null>,
    kill: (signal) => void child.kill(signal),
    die: () => {
      child.kill('SIGKILL')
      return exited
    },
  }
}

/** The text of deltas `0` to `count - 1`. */
export function textOf(count: number): string {
  return Array.from({ length: count }, (_, n) => `${n} `).join('')
}

/** Waits for what only time brings; the test fails when it does not come. */
export function eventually(check: () => Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 30_000, interval: 20 })
}
