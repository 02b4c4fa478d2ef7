import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InputImage } from '../../core/ports/model.ts'
import type { Store } from '../../core/ports/store.ts'
import type { MountSpec } from '../args/mount-spec.ts'
import { openWork, type Work } from '../compose.ts'
import { loadConfig, openEphemeralStore, openStore, places } from '../open-store.ts'
import type { Config } from '../config/config-file.ts'
import { noRemote } from '../config/remotes.ts'
import { UsageError } from '../errors.ts'
import { readPrompt } from '../prompt/prompt.ts'
import { readImage } from '../prompt/read-image.ts'
import { note } from '../render/print.ts'
import { openProgressLine } from '../render/progress-line.ts'
import { sanitizeLine } from '../render/sanitize.ts'
import { openSession } from '../session/open-session.ts'
import { keyedCommandId, newCommandId } from '../session/session-ids.ts'
import { wishedSession } from '../session/session-wish.ts'
import { detachRun } from './detach-run.ts'
import { requireWritable } from './write-last-message.ts'
import { outputFormat, readLimits, type RunFlagValues } from './run-flags.ts'
import { requireApplicable } from './require-applicable.ts'
import { seeThrough, type SeenRun } from './see-through.ts'

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
  if (flags['output-last-message'] !== null) requireWritable(flags['output-last-message'])
  if (flags.ephemeral) stayHere(flags.remote)
  const config = loadConfig()
  const images = flags.image.map(readImage)
  const asked = readPrompt(call.words)
  // Waited for below; meanwhile the store is opened.
  asked.catch(() => undefined)
  const say = (line: string): void => (flags.quiet ? undefined : note(sanitizeLine(line)))
  const store = await (flags.ephemeral ? openEphemeralStore() : openStore(say))
  const sandbox = flags.sandbox ?? config.sandbox ?? 'auto'
  const stateDirectory = flags.ephemeral ? mkdtempSync(join(tmpdir(), 'lightspeed-')) : places().data
  const work = openWork(store, {
    ...{ config, sandbox, stateDirectory },
    askedSandbox: flags.sandbox,
    ephemeral: flags.ephemeral,
  })
  try {
    const prompt = await asked
    if (prompt.note !== null) say(prompt.note)
    for (const key of config.unknownKeys) say(`warning: ${config.file}: ${key} means nothing`)
    // Said also with -q: that nothing is confined is no small talk.
    if (work.server === null && sandbox === 'none') note('warning: --sandbox none: commands run unconfined, as you')
    const { outcome, left } = await runPrompt({ ...call, prompt: prompt.text, images, config, say }, store, work)
    if (outcome.error && (flags.quiet || outputFormat(flags) !== 'text'))
      note(sanitizeLine(`error: ${outcome.error.message}`))
    process.exitCode = outcome.exitCode
    if (left) process.exit()
  } finally {
    await work.close()
    await store.close()
    if (flags.ephemeral) rmSync(stateDirectory, { recursive: true, force: true })
  }
}

/** What ends with the command is of this machine, with its keys, whatever the config file says. @throws UsageError */
function stayHere(remote: string | null): void {
  if (remote !== null && remote !== noRemote)
    throw new UsageError(
      '--ephemeral keeps nothing, and a server keeps its sessions: leave out --ephemeral or --remote',
    )
  process.env['LIGHTSPEED_REMOTE'] = noRemote
}

interface PromptedRun extends RunCall {
  readonly prompt: string
  readonly images: readonly InputImage[]
  readonly config: Config
  /** Hears what the person should know. */
  readonly say: (line: string) => void
}

async function runPrompt(call: PromptedRun, store: Store, work: Work): Promise<SeenRun> {
  const { flags, directory, prompt, images, config, say } = call
  const key = flags['idempotency-key']
  const wish = { continue: flags.continue, resume: flags.resume, sessionId: flags['session-id'], idempotencyKey: key }
  const wished = await wishedSession(wish, store, directory)
  if (flags.apply) await requireApplicable(wished, call.mounts, store)
  const { model, state, head } = await openSession(
    {
      wished,
      directory,
      name: flags.name,
      prompt,
      mounts: call.mounts,
      images: images.length,
      wish: flags,
      config,
      say,
      progress: openProgressLine(process.stderr),
    },
    store,
    work,
  )
  // Only now: a server may have refused it.
  if (work.server !== null && flags.sandbox === 'none')
    note('warning: --sandbox none: commands run unconfined, on the server')
  const name = `${model.choice.provider}/${model.choice.model}`
  if (flags['max-budget-usd'] !== null && model.info.price === null) {
    throw new UsageError(
      `the price of ${name} is not known, so --max-budget-usd cannot be kept; add its usdPerMillionTokens to the config file`,
    )
  }
  const run = {
    session: wished.id,
    commandId: key === null ? newCommandId() : keyedCommandId(key),
    api: model.choice.api,
    prompt,
    images,
    limits: readLimits(flags, config.maxTurns),
    head,
  }
  if (flags.detach) return detachRun({ run, flags, directory, model: name }, store, work)
  return seeThrough({ run, flags, directory, model: name, before: state }, store, work)
}
