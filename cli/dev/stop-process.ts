import { setTimeout as wait } from 'node:timers/promises'
import { errorCode } from '../../core/values/errors.ts'
import type { PartName } from './part-name.ts'
import { isRunning, type ProcessMark } from './process-mark.ts'

const pauseMs = 50

/** After so long a part is killed, ms. The server hands over what is under way, for which it is given 30 s. */
const patienceMs = 50_000

/** What ends a part in good order; Postgres would wait for its clients at SIGTERM. */
const signals: Readonly<Record<PartName, NodeJS.Signals>> = {
  postgres: 'SIGINT',
  temporal: 'SIGTERM',
  s3: 'SIGTERM',
  server: 'SIGTERM',
}

/** Ends the process of a part, where it still runs. True when it had to be killed. */
export async function stopProcess(name: PartName, process: ProcessMark): Promise<boolean> {
  if (await endsBy(process, signals[name], patienceMs)) return false
  await endsBy(process, 'SIGKILL', Number.POSITIVE_INFINITY)
  return true
}

async function endsBy(mark: ProcessMark, signal: NodeJS.Signals, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs
  if (isRunning(mark)) send(mark.pid, signal)
  while (isRunning(mark)) {
    if (Date.now() > until) return false
    await wait(pauseMs)
  }
  return true
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error
  }
}
