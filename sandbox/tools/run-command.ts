import { posix } from 'node:path'
import type { ToolContext, ToolResult } from '../../core/ports/tool.ts'
import type { Backend } from '../backend.ts'
import type { SandboxLimits } from '../policy/policy.ts'
import { scriptOf } from '../process/bootstrap.ts'
import { CommandOutput } from '../process/command-output.ts'
import type { Spare } from '../process/spare.ts'
import type { CommandEnd, WaitingShell } from '../process/waiting-shell.ts'
import type { Places } from '../sync/places.ts'
import type { Brought, WorkspaceCopies } from '../sync/workspace-copies.ts'
import { lateSignal } from './late-signal.ts'
import { resultText } from './result-text.ts'
import type { ShellCall } from './shell-call.ts'
import { shownText, type ShownOutput } from './shown-output.ts'

/** What a command changed may be taken in for so long behind the stop, ms: whoever stops it waits 5 s for its result. */
const takeInMs = 3_000

/** Where the commands of one session run. */
export interface CommandWorld {
  readonly backend: Backend
  readonly copies: WorkspaceCopies
  readonly spare: Spare<Places>
  readonly limits: SandboxLimits
  /** A free path for output that outgrows memory. */
  readonly spillPath: () => string
}

/** Checks the workspace out, runs a command there, and brings back what it changed. */
export async function runCommand(call: ShellCall, context: ToolContext, world: CommandWorld): Promise<ToolResult> {
  const { mounts, blobs, signal } = context
  const { limits, copies, backend, spare } = world
  if (signal.aborted) return cancelled
  const output = new CommandOutput({ shownBytes: call.outputBytes, ...limits }, world.spillPath(), context.onOutput)
  try {
    const started = await start(call, context, world, output)
    if ('notRun' in started) {
      return signal.aborted ? cancelled : { outcome: 'error', text: `The command was not run: ${started.notRun}` }
    }
    const { end, places } = started
    const late = lateSignal(signal, takeInMs, new Error('it was stopped before all of it was read'))
    const brought = await copies.capture(mounts, blobs, late.signal).finally(late.clear)
    const shown = show(output, context)
    spare.prepareSoon(places)
    const text = resultText(shownText(shown), end, call.timeoutMs, brought, mounts[0]?.path ?? '')
    return {
      text: text + realPathHint(call, end, places, backend),
      outcome: outcomeOf(end, brought),
      exitCode: end.exitCode,
      moves: brought.moves,
      ...(shown.type === 'ends' ? { outputRef: shown.stored.ref } : {}),
    }
  } finally {
    output.close()
  }
}

const cancelled: ToolResult = {
  outcome: 'cancelled',
  text: 'Not run: it was stopped before it started.',
}

type Started = { readonly end: CommandEnd; readonly places: Places } | { readonly notRun: string }

/** The shell comes up while the workspace is checked out; only then is it given the command. */
async function start(
  call: ShellCall,
  { mounts, blobs, signal }: ToolContext,
  { copies, spare, backend, limits }: CommandWorld,
  output: CommandOutput,
): Promise<Started> {
  let shell: WaitingShell | null = null
  try {
    const places = await copies.places(mounts)
    const [taken, checkout] = await Promise.allSettled([spare.take(places), copies.checkout(mounts, blobs, signal)])
    if (taken.status === 'rejected') throw taken.reason
    shell = taken.value
    if (checkout.status === 'rejected') throw checkout.reason
    const script = scriptOf(call.command, workdir(call, places, backend))
    const { timeoutMs } = call
    const { graceMs } = limits
    const running = shell.run(script, { take: output.write, timeoutMs, graceMs, signal })
    spare.prepareMeanwhile(places)
    const end = await running
    output.end()
    return { end, places }
  } catch (error) {
    shell?.discard()
    return { notRun: copies.reason(error) }
  }
}

function workdir(call: ShellCall, places: Places, backend: Backend): string {
  const start = backend.start(places)
  if (call.workdir === null) return start
  return backend.locate(posix.resolve(places.mounts[0]?.path ?? start, call.workdir), places)
}

function show(output: CommandOutput, { blobs }: ToolContext): ShownOutput {
  const { shown, stored } = output
  const bytes = shown.whole()
  if (bytes !== null) return { type: 'whole', bytes }
  const ref = blobs.put(stored.bytes())
  const { sizeBytes, stoppedBy } = stored
  return { type: 'ends', ...shown.ends(), totalBytes: shown.totalBytes, stored: { ref, sizeBytes, stoppedBy } }
}

/** A command that ran is `ok` whatever its exit code, which the text shows. */
function outcomeOf({ stoppedBy }: CommandEnd, { failed }: Brought): ToolResult['outcome'] {
  if (stoppedBy === 'abort') return 'cancelled'
  return stoppedBy === 'timeout' || failed.length > 0 ? 'error' : 'ok'
}

/** Nothing maps the paths of the file tools for an unconfined command that uses them. */
function realPathHint(call: ShellCall, { exitCode }: CommandEnd, places: Places, backend: Backend): string {
  const missed = places.mounts.find(({ path }) => backend.locate(path, places) !== path && call.command.includes(path))
  if (exitCode === 0 || missed === undefined) return ''
  return `\nFor commands ${missed.path} is at ${missed.directory}; relative paths work in both.`
}
