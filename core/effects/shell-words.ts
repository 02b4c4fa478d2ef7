import type { SettleShellIntent } from '../machine/intents.ts'
import type { ActiveShell } from '../machine/shell/state.ts'
import { assertNever } from '../values/assert-never.ts'

/** Why a command has a result that no process gave; `unresponsive`: it was told to stop and did not answer. */
export type ShellSettlement = SettleShellIntent['reason'] | 'unresponsive'

/** How the model is told of a command that the person ran. */
export function shellText(line: string, result: string): string {
  return `The person ran this command in the sandbox of this session, without you:\n\n$ ${line}\n\n${result}`
}

/** What a command said, out of how the model was told of it. */
export function resultOfShell(line: string, told: string): string {
  const head = shellText(line, '')
  return told.startsWith(head) ? told.slice(head.length) : told
}

/** What is known of a command whose process said nothing. */
export function settledText({ startedAt }: ActiveShell, settlement: ShellSettlement): string {
  const started = `It was started at ${new Date(startedAt).toISOString()}`
  const careful = 'Its outcome is unknown: check what it did before you rely on it.'
  switch (settlement) {
    case 'cancelled':
      return 'It was not run: the person stopped it before it started.'
    case 'lost':
      return `${started}, but the process that ran it ended before the result was recorded. ${careful}`
    case 'unresponsive':
      return `${started} and did not stop when the person stopped it. ${careful}`
    default:
      return assertNever(settlement)
  }
}
