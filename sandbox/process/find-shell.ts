import { accessSync, constants } from 'node:fs'
import { SandboxFailedError } from '../errors.ts'

const shells = ['/usr/bin/bash', '/bin/bash', '/usr/local/bin/bash', '/run/current-system/sw/bin/bash', '/bin/sh']

/**
 * The command line of the shell that runs commands: bash where there is one. Never looked up in `PATH`, which a
 * project may extend.
 */
export function shellCommand(script: string): readonly [file: string, ...args: readonly string[]] {
  const shell = shells.find(isExecutable)
  if (shell === undefined) throw new SandboxFailedError(`no shell found; install bash at one of ${shells.join(', ')}`)
  // Its input is a socket, which bash takes for a remote login that wants the person's `.bashrc`.
  return shell.endsWith('/bash') ? [shell, '--norc', '-c', script, 'bash'] : [shell, '-c', script, 'sh']
}

/** Whether this process may execute the file. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
