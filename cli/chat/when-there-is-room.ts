import { setTimeout as wait } from 'node:timers/promises'
import type { Command } from '../../core/machine/commands.ts'
import { errorCode } from '../../core/values/errors.ts'

/** How often a full disk is tried again, ms: mostly before whoever drives does, whose result is what is to be stopped. */
const againMs = 100

/** Commands that end something: a person who sends one has nothing else to send in its place. */
const ends: ReadonlySet<Command['kind']> = new Set(['run.cancel', 'shell.cancel', 'context.withdraw'])

/** Whether a command ends something that is under way. */
export function endsSomething({ kind }: Pick<Command, 'kind'>): boolean {
  return ends.has(kind)
}

/**
 * Stores a command; one that ends something is kept until the disk has room for it, and `waits` is called once.
 * All others fail, and are given back to the person. @throws DiskFullError
 */
export async function whenThereIsRoom(
  command: Command,
  store: () => Promise<void>,
  waits: () => void,
  signal: AbortSignal,
): Promise<void> {
  for (let isTold = false; ; isTold = true) {
    try {
      return await store()
    } catch (error) {
      if (errorCode(error) !== 'disk-full' || !endsSomething(command) || signal.aborted) throw error
    }
    if (!isTold) waits()
    await wait(againMs, undefined, { signal }).catch(() => undefined)
  }
}
