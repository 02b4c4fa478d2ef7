import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { errorMessage } from '../../core/values/errors.ts'
import { FailedError } from '../errors.ts'
import { openPartLog, type PartLog } from './part-log.ts'
import { partTitles } from './part-name.ts'
import type { Launch, Part } from './part.ts'
import { isRunning, markProcess, type ProcessMark } from './process-mark.ts'

const pauseMs = 100

/** A part has to be ready by then, ms; also on a machine that is busy. */
const patienceMs = 60_000

/** Postgres was killed and its children have not noticed yet. */
const isPassing = /pre-existing shared memory block/

/** Starts a part in the background and waits until it is ready; `spawned` hears of each process at once. @throws FailedError */
export async function startPart(
  part: Part,
  log: string,
  signal: AbortSignal,
  spawned: (process: ProcessMark) => void,
): Promise<void> {
  await part.prepare(signal)
  const until = Date.now() + patienceMs
  const failed = (why: string) =>
    new FailedError('dev-failed', `${partTitles[part.name]} did not start: ${why}; its log is ${log}`)
  for (;;) {
    const output = openPartLog(log)
    const process = await launch(part.launch, output).catch((error: unknown) => {
      throw failed(errorMessage(error))
    })
    spawned(process)
    if (await becomesReady(part, process, until, signal)) return
    const said = output.lastWords()
    if (isRunning(process)) throw failed(`it does not answer (${said ?? 'it says nothing'})`)
    if (!isPassing.test(output.said()) || Date.now() > until) throw failed(said ?? 'it ended and said nothing')
    await wait(pauseMs, undefined, { signal })
  }
}

/** Polls a part until it is ready; false when its process has ended or time is up. @throws what is wrong for good */
export async function becomesReady(
  part: Pick<Part, 'isReady'>,
  process: ProcessMark,
  until: number,
  signal: AbortSignal,
): Promise<boolean> {
  while (isRunning(process) && Date.now() < until) {
    if (await part.isReady()) return true
    await wait(pauseMs, undefined, { signal })
  }
  return false
}

/** In a session of its own, so that Ctrl-C on this terminal is not meant for it. */
async function launch({ program, args, env, cwd, runAs }: Launch, log: PartLog): Promise<ProcessMark> {
  try {
    const child = spawn(program, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...(runAs ?? {}),
    })
    await once(child, 'spawn')
    child.unref()
    const { pid = 0 } = child
    // Null: it has ended already, which the log explains.
    return markProcess(pid) ?? { pid, startedAt: 'ended' }
  } finally {
    closeSync(log.fd)
  }
}
