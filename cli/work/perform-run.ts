import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../../core/ports/store.ts'
import type { MountSpec } from '../args/mount-spec.ts'
import { loadConfig, openBlobStage, openEphemeralStore, openStore, openWork, places, readState, type Work } from '../compose.ts'
import type { Config } from '../config/config-file.ts'
import { UsageError } from '../errors.ts'
import type { OutcomeLine } from '../outcome/outcome-line.ts'
import { sessionLine } from '../outcome/run-lines.ts'
import { readPrompt } from '../prompt/prompt.ts'
import { note } from '../render/print.ts'
import { sanitizeLine } from '../render/sanitize.ts'
import { openSession } from '../session/open-session.ts'
import { keyedCommandId, newCommandId } from '../session/session-ids.ts'
import { wishedSession } from '../session/session-wish.ts'
import { applyRun } from './apply-run.ts'
import { followRun } from './follow-run.ts'
import { openView } from './open-view.ts'
import { outputFormat, readLimits, type RunFlagValues } from './run-flags.ts'
import { runOutcome } from './run-outcome.ts'
import { openStopper, type Stopper } from './stopper.ts'
import { submitRun } from './submit-run.ts'
import { writeLastMessage } from './write-last-message.ts'

/** `lightspeed run` as it was typed. */
export interface RunCall {
  readonly flags: RunFlagValues
  readonly words: readonly string[]
  readonly mounts: readonly MountSpec[]
  readonly directory: string
}

/** Sees one run through, from the prompt to the exit code. */
export async function performRun(call: RunCall): Promise<void> {
  const { flags } = call
  const config = loadConfig()
  const asked = readPrompt(call.words)
  // Waited for below; meanwhile the store is opened.
  asked.catch(() => undefined)
  const stopper = openStopper()
  const store = await (flags.ephemeral ? openEphemeralStore() : openStore())
  const sandbox = flags.sandbox ?? config.sandbox ?? 'auto'
  const stateDirectory = flags.ephemeral ? mkdtempSync(join(tmpdir(), 'lightspeed-')) : places().data
  const work = await openWork(store, { config, sandbox, stateDirectory })
  try {
    const prompt = await asked
    const say = (line: string): void => (flags.quiet ? undefined : note(sanitizeLine(line)))
    if (prompt.note !== null) say(prompt.note)
    for (const key of config.unknownKeys) say(`warning: ${config.file}: ${key} means nothing`)
    if (sandbox === 'none') say('warning: --sandbox none: commands run unconfined, as you')
    const outcome = await runPrompt({ ...call, prompt: prompt.text, config, say, stopper }, store, work)
    if (outcome.error && (flags.quiet || outputFormat(flags) !== 'text')) note(sanitizeLine(`error: ${outcome.error.message}`))
    process.exitCode = outcome.exitCode
  } finally {
    stopper.close()
    if (!stopper.leaving.aborted) {
      await work.close()
      await store.close()
      if (flags.ephemeral) rmSync(stateDirectory, { recursive: true, force: true })
    }
  }
}

interface PromptedRun extends RunCall {
  readonly prompt: string
  readonly config: Config
  readonly say: (line: string) => void
  readonly stopper: Stopper
}

async function runPrompt(call: PromptedRun, store: Store, work: Work): Promise<OutcomeLine> {
  const { flags, directory, prompt, config, say, stopper } = call
  const key = flags['idempotency-key']
  const wish = { continue: flags.continue, resume: flags.resume, sessionId: flags['session-id'], idempotencyKey: key }
  const wished = await wishedSession(wish, store, directory)
  const session = wished.id
  const { model, state } = await openSession(
    { wished, directory, name: flags.name, prompt, mounts: call.mounts, wish: flags, config, say },
    store,
    work,
  )
  if (flags['max-budget-usd'] !== null && model.info.price === null) {
    throw new UsageError(`the price of ${model.choice.provider}/${model.choice.model} is not known, so --max-budget-usd cannot be kept; add its usdPerMillionTokens to the config file`)
  }
  const commandId = key === null ? newCommandId() : keyedCommandId(key)
  const limits = readLimits(flags, config.maxTurns)
  const parts = { host: work.host, models: work.models, stage: await openBlobStage(store) }
  const { after, repeated } = await submitRun({ session, commandId, api: model.choice.api, prompt, limits }, store, parts)
  const view = openView(
    { format: outputFormat(flags), color: flags.color ?? 'auto', quiet: flags.quiet, ephemeral: flags.ephemeral, commandId, repeated, state },
    store,
  )
  view.begin(sessionLine({ id: session, directory, model: `${model.choice.provider}/${model.choice.model}` }, after))
  const { tally, seen } = await followRun({ host: work.host, session, commandId, after, view, stopper })
  const left = await readState(store, session)
  let outcome = await runOutcome({ session, tally, stop: stopper.stop, mounts: left.workspace.mounts }, store.blobs)
  if (flags.apply && outcome.outcome === 'completed') {
    outcome = await applyRun(outcome, session, left, store, work)
    for (const entry of await store.log.read(session, seen)) await view.entry(entry)
  }
  if (flags['output-last-message'] !== null) outcome = writeLastMessage(outcome, flags['output-last-message'])
  await view.end(outcome)
  return outcome
}
