import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { dirname } from 'node:path'
import { makeDirectories } from '../../core/store/durable-directory.ts'
import type { SandboxStatus } from '../../sandbox/backend.ts'

/* Finding out whether commands can be confined means running one, which takes as long as all else at
   the start of a session. A machine that could last time is believed until something about it changes;
   one that could not is asked again. A wrong belief is found by the first command, which then says so. */

/** What a good answer depends on. */
interface Memory {
  readonly program: string
  readonly fingerprint: string
}

/** Whether commands could be confined when this was last looked at, and nothing has changed since. */
export function remembersSandbox(file: string): boolean {
  try {
    const { program, fingerprint } = JSON.parse(readFileSync(file, 'utf8')) as Memory
    return fingerprint === fingerprintOf(program)
  } catch {
    return false
  }
}

/** Keeps a good answer; a cache, so failing to write it costs only time. */
export function rememberSandbox(file: string, { isUsable, program }: SandboxStatus): void {
  if (!isUsable || program === null) return
  const memory: Memory = { program: program.path, fingerprint: fingerprintOf(program.path) }
  try {
    makeDirectories(dirname(file))
    writeFileSync(file, JSON.stringify(memory), { mode: 0o600 })
  } catch {
    // Asked again next time.
  }
}

function fingerprintOf(program: string): string {
  const { ino, size, mtimeMs } = statSync(program)
  return [release(), process.getuid?.() ?? '', ino, size, mtimeMs].join(' ')
}
