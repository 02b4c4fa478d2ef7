import { thisProcess } from '../../core/host/index.ts'
import { errorMessage } from '../../core/values/errors.ts'
import type { CommandPolicy, PostgresWorkers } from '../../remote/postgres/workers.ts'
import { probeSandbox } from '../../sandbox/probe-sandbox.ts'
import type { SandboxChoice } from '../config/config-file.ts'
import { roleNote } from './role-note.ts'

/** How often a worker says that it is there, ms. */
const beatMs = 10_000

/** Finds out how this worker runs commands; says what whoever started it should know. */
export async function readCommandPolicy(sandbox: SandboxChoice): Promise<CommandPolicy> {
  if (sandbox === 'none') {
    roleNote('warning: --sandbox none: commands of all tenants run unconfined, as you')
    return 'unconfined'
  }
  const { isUsable, how } = await probeSandbox()
  if (isUsable) {
    if (process.getuid?.() === 0) roleNote(rootWarning)
    return 'confined'
  }
  roleNote(`warning: commands cannot be run here: ${how ?? 'the sandbox does not work'}`)
  return 'none'
}

const rootWarning =
  'warning: running as root: confined commands are root for the kernel, though without its rights; start it as a user without any'

/** Lets gateways know how a worker of this queue runs commands, for as long as it works. Resolves when they can know it. */
export async function announceWorker(
  workers: Pick<PostgresWorkers, 'announce' | 'leave'>,
  queue: string,
  commands: CommandPolicy,
): Promise<() => Promise<void>> {
  const { host, pid, startedAt } = thisProcess()
  const id = `${host} ${pid} ${startedAt}`
  await workers.announce(queue, id, commands)
  const timer = setInterval(() => {
    // Told again with the next beat.
    workers.announce(queue, id, commands).catch((error: unknown) => roleNote(`worker: ${errorMessage(error)}`))
  }, beatMs)
  return async () => {
    clearInterval(timer)
    await workers.leave(queue, id).catch((error: unknown) => roleNote(`worker: ${errorMessage(error)}`))
  }
}
