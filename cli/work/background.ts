import { spawn } from 'node:child_process'
import { openSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionId } from '../../core/values/ids.ts'
import type { Work } from '../compose.ts'
import type { SandboxChoice } from '../config/config-file.ts'
import { noRemote } from '../config/remotes.ts'
import { places } from '../open-store.ts'

/** The log of background drivers, which say only what went wrong, is begun anew above this size. */
const logBytes = 256 * 1024

/** Who drives a session in the background. */
export interface BackgroundDriver {
  readonly pid: number
  /** Whether it was started just now. */
  readonly isNew: boolean
}

/**
 * Makes sure that what waits in a session gets done when this process ends: starts a driver in the background unless one
 * that stays until all is done drives already. Null when there is nothing to do. A process that leaves a session calls this
 * after it has left, a submitter after its submit: whoever ends looks once more after leaving, so nothing falls between.
 */
export async function ensureDriver(
  session: SessionId,
  { host, presence }: Pick<Work, 'host' | 'presence'>,
  sandbox: SandboxChoice | null = null,
): Promise<BackgroundDriver | null> {
  if (!(await host.wantsDriver(session))) return null
  // A plain run holds the lease without having joined: it goes when its own run is done.
  const stays = (await presence.list(session)).find(
    ({ driving, since, pid }) => driving && since !== null && pid !== host.owner.pid,
  )
  return stays ? { pid: stays.pid, isNew: false } : { pid: startDriver(session, sandbox), isNew: true }
}

/** Starts `lightspeed drive` in a session of its own, without a terminal; keys reach it by the environment. */
function startDriver(session: SessionId, sandbox: SandboxChoice | null): number {
  const [, program = ''] = process.argv
  const flags = sandbox === null ? [] : ['--sandbox', sandbox]
  const child = spawn(process.execPath, [program, 'drive', session, ...flags], {
    detached: true,
    // The session is of this machine, whatever the config file says meanwhile.
    env: { ...process.env, LIGHTSPEED_REMOTE: noRemote },
    stdio: ['ignore', 'ignore', openLog() ?? 'ignore'],
    windowsHide: true,
  })
  child.on('error', () => undefined)
  child.unref()
  if (child.pid === undefined) throw new Error('the background process could not be started')
  return child.pid
}

function openLog(): number | null {
  const file = join(places().data, 'background.log')
  try {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > logBytes) renameSync(file, `${file}.old`)
    return openSync(file, 'a', 0o600)
  } catch {
    return null
  }
}
