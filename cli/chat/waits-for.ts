import type { Command } from '../../core/machine/commands.ts'
import { endsSomething } from './when-there-is-room.ts'

/** Whether a command is stored behind one that was sent before it. What an Esc sends only waits for the steering that it takes back. */
export function waitsFor(command: Pick<Command, 'kind'>, before: Pick<Command, 'kind'>): boolean {
  const isOfEsc = endsSomething(command) || command.kind === 'run.unsteer'
  return !isOfEsc || before.kind === 'run.unsteer' || before.kind === 'run.steer'
}
