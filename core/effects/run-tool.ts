import type { RunToolIntent } from '../machine/intents.ts'
import type { ToolResult } from '../ports/tool.ts'
import { errorMessage } from '../values/errors.ts'
import { headMoves } from './head-moves.ts'
import { liveOutput } from './live-output.ts'
import { patientBlobs } from './patient-blobs.ts'
import { patiently } from './patiently.ts'
import type { EffectResult } from './result.ts'
import type { EffectScope } from './scope.ts'
import { openStage } from './stage.ts'
import { toolFinished } from './tool-result.ts'

/** Runs one started call. Whatever happens is its result; new heads are recorded with it. */
export async function runTool({ call, opId }: RunToolIntent, scope: EffectScope): Promise<EffectResult> {
  const { session, state, window, ports, signal } = scope
  const began = ports.clock.now()
  const stage = openStage(patientBlobs(ports.blobs, scope, signal), ports.hash)
  const onOutput = liveOutput(session, opId, call.attempt, ports)
  const result = await attempt(async () => {
    const toolset = await ports.toolset(session, state.session.dialect)
    const args = new TextDecoder().decode(await stage.get(call.argsRef))
    const { mounts } = state.workspace
    return toolset.run({ name: call.name, args }, { opId, mounts, blobs: stage, signal, onOutput })
  }, signal)
  const format = await ports.models.format(state.session.api)
  const finished = toolFinished(
    call,
    {
      text: result.text,
      outcome: result.outcome,
      outputRef: result.outputRef ?? null,
      exitCode: result.exitCode ?? null,
      durationMs: ports.clock.now() - began,
    },
    format,
    // Not given up with the signal: the tool has run.
    await patiently(() => window.tools(state.session), scope, new AbortController().signal),
    stage,
  )
  return { opId, events: [...headMoves(result, opId), finished], blobs: stage.staged() }
}

/** A tool that throws has a defect; the model is told, the run goes on. */
async function attempt(run: () => Promise<ToolResult>, signal: AbortSignal): Promise<ToolResult> {
  try {
    return await run()
  } catch (error) {
    if (signal.aborted) return { outcome: 'cancelled', text: 'Ended before it was done, because the run was ended.' }
    return { outcome: 'error', text: `The tool failed: ${errorMessage(error)}` }
  }
}
