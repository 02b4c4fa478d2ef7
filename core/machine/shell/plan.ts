import type { CommandId } from '../../values/ids.ts'
import type { Intent } from '../intents.ts'
import { shellOpId, shellStartOpId } from '../op-ids.ts'
import type { ShellState } from './state.ts'

/**
 * Work for the command that was started, else the start of the next one, unless a prompt that waited before it is
 * among the `unshown` still. A lost one is never run again.
 * Starting is work of its own, not a fact that travels with the end of a run: a driver that leaves then
 * leaves no command behind that was started and never ran.
 */
export function shellIntent(
  { queued: [next], active: shell }: ShellState,
  unshown: readonly CommandId[],
): Intent | null {
  if (shell === null) {
    if (next === undefined || next.behind.some((prompt) => unshown.includes(prompt))) return null
    return { kind: 'shell.start', opId: shellStartOpId(next.shellId), shell: next }
  }
  const opId = shellOpId(shell.shellId)
  if (shell.phase === 'lost') return { kind: 'shell.settle', opId, shell, reason: 'lost' }
  return { kind: shell.cancelling ? 'shell.stop' : 'shell.run', opId, shell }
}
