import type { RunShellIntent, SettleShellIntent, StopShellIntent } from '../machine/intents.ts'
import type { ShellFinished } from '../machine/shell/events.ts'
import type { ActiveShell } from '../machine/shell/state.ts'
import type { ModelFormat } from '../ports/model.ts'
import type { ToolResult } from '../ports/tool.ts'
import { errorMessage } from '../values/errors.ts'
import { headMoves } from './head-moves.ts'
import { liveOutput } from './live-output.ts'
import { patientBlobs } from './patient-blobs.ts'
import type { EffectResult } from './result.ts'
import type { EffectScope } from './scope.ts'
import { settledText, shellText, type ShellSettlement } from './shell-words.ts'
import { openStage, type Stage } from './stage.ts'

/** Runs a person's command. Whatever happens is its result; new heads are recorded with it. */
export async function runShell({ shell, opId }: RunShellIntent, scope: EffectScope): Promise<EffectResult> {
  const { session, state, ports, signal } = scope
  const began = ports.clock.now()
  const stage = openStage(patientBlobs(ports.blobs, scope, signal), ports.hash)
  const onOutput = liveOutput(session, opId, 1, ports)
  const line = await readLine(shell, stage)
  const context = { opId, mounts: state.workspace.mounts, blobs: stage, signal, onOutput }
  const result = await attempt(async () => (await ports.shell(session)).run(line, context), signal)
  const format = await ports.models.format(state.session.api)
  const finished = shellFinished(shell, line, result, ports.clock.now() - began, format, stage)
  return { opId, events: [...headMoves(result, opId), finished], blobs: stage.staged() }
}

/** Gives a person's command a result without running it. */
export async function settleShell(
  { shell, opId }: SettleShellIntent | StopShellIntent,
  settlement: ShellSettlement,
  scope: EffectScope,
): Promise<EffectResult> {
  const { state, ports, signal } = scope
  const stage = openStage(patientBlobs(ports.blobs, scope, signal), ports.hash)
  const line = await readLine(shell, stage)
  const outcome = settlement === 'cancelled' ? 'cancelled' : 'unknown'
  const result = { outcome, text: settledText(shell, settlement) } as const
  const format = await ports.models.format(state.session.api)
  return { opId, events: [shellFinished(shell, line, result, 0, format, stage)], blobs: stage.staged() }
}

async function readLine({ lineRef }: ActiveShell, stage: Stage): Promise<string> {
  return new TextDecoder().decode(await stage.get(lineRef))
}

async function attempt(run: () => Promise<ToolResult>, signal: AbortSignal): Promise<ToolResult> {
  try {
    return await run()
  } catch (error) {
    if (signal.aborted) return { outcome: 'cancelled', text: 'The person stopped it before it was done.' }
    return { outcome: 'error', text: `The command was not run: ${errorMessage(error)}` }
  }
}

function shellFinished(
  { shellId }: ActiveShell,
  line: string,
  { outcome, text, exitCode, outputRef }: ToolResult,
  durationMs: number,
  format: ModelFormat,
  stage: Stage,
): ShellFinished {
  return {
    kind: 'shell.finished',
    shellId,
    outcome,
    item: { kind: 'shell', ...stage.putJson(format.userItem(shellText(line, text))) },
    exitCode: exitCode ?? null,
    outputRef: outputRef ?? null,
    durationMs,
  }
}
