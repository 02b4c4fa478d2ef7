import { cdFlag, remoteFlag, colorFlag } from '../args/common-flags.ts'
import { choice, option, repeated, text, toggle, type FlagValues } from '../args/flag.ts'
import { thisDisk } from '../args/mount-disk.ts'
import { readMountSpec } from '../args/mount-spec.ts'
import { readCount, readDurationMs, readMicroUsd } from '../args/quantities.ts'
import { defaultMaxTurns } from '../config/defaults.ts'
import { sandboxChoices } from '../config/config-file.ts'
import type { RunLimits } from '../../core/machine/run/events.ts'

const session = 'SESSION'
const limits = 'LIMITS'
const output = 'OUTPUT'

/** The flags of `lightspeed run`. */
export const runFlags = {
  model: text({ char: 'm', helpValue: 'PROVIDER/MODEL[:EFFORT]', description: 'model to ask; see lightspeed models' }),
  effort: choice(['minimal', 'low', 'medium', 'high', 'xhigh'], { description: 'how hard the model thinks' }),
  mount: repeated((value) => value, {
    helpValue: 'DIR[:PATH][:ro]',
    description: 'give the agent a snapshot of DIR; the first appears as /workspace, others as /mnt/<name>',
  }),
  image: repeated((value) => value, {
    char: 'i',
    helpValue: 'FILE',
    description: 'show the model an image: PNG, JPEG, GIF or WebP of at most 5 MB',
  }),
  cd: cdFlag,
  remote: remoteFlag,
  apply: toggle({ description: 'write the changes to disk when the run is completed' }),
  sandbox: choice(sandboxChoices, {
    description:
      'auto: commands run confined, or not at all; none: they run as you, unconfined. A server confines them as its keeper wants',
  }),
  continue: toggle({
    char: 'c',
    helpGroup: session,
    exclusive: ['resume', 'session-id', 'ephemeral'],
    description: 'go on with the last session of this directory',
  }),
  resume: text({
    char: 'r',
    helpGroup: session,
    helpValue: 'SESSION',
    exclusive: ['continue', 'session-id', 'ephemeral'],
    description: 'go on with a session: id, beginning of an id, name, or words of its first prompt',
  }),
  'session-id': text({
    helpGroup: session,
    helpValue: 'ID',
    exclusive: ['continue', 'resume', 'ephemeral'],
    description: 'go on with the session of this id, or create it',
  }),
  name: text({ char: 'n', helpGroup: session, helpValue: 'NAME', description: 'name of the session' }),
  ephemeral: toggle({
    helpGroup: session,
    exclusive: ['continue', 'resume', 'session-id', 'idempotency-key', 'detach'],
    description: 'keep nothing: the session ends with the command',
  }),
  detach: toggle({
    helpGroup: session,
    exclusive: ['apply', 'output-last-message'],
    description: 'ask for the run, print the session and return; it goes on in the background',
  }),
  'idempotency-key': text({
    helpGroup: session,
    helpValue: 'KEY',
    description: 'the same key in the same session or directory is the same run: asked twice, done and paid once',
  }),
  'max-turns': option(readCount, {
    helpGroup: limits,
    helpValue: 'N',
    default: String(defaultMaxTurns),
    description: 'model answers',
  }),
  'max-tool-calls': option(readCount, { helpGroup: limits, helpValue: 'N', description: 'tool calls' }),
  'max-tokens': option(readCount, {
    helpGroup: limits,
    helpValue: 'N',
    description: 'tokens billed, cached ones included',
  }),
  'max-budget-usd': option(readMicroUsd, { helpGroup: limits, helpValue: 'USD', description: 'cost' }),
  timeout: option(readDurationMs, {
    helpGroup: limits,
    helpValue: 'TIME',
    description: 'time: seconds, or like 90s, 10m, 1h30m',
  }),
  json: toggle({
    helpGroup: output,
    exclusive: ['output-format'],
    description: 'print the log: a JSON object a line, the outcome last',
  }),
  'output-format': choice(['text', 'json', 'stream-json'], {
    helpGroup: output,
    exclusive: ['json'],
    description: 'json: only the outcome; stream-json: the log with texts and what streams',
  }),
  'output-last-message': text({
    char: 'o',
    helpGroup: output,
    helpValue: 'FILE',
    description: 'also write the final answer to FILE',
  }),
  quiet: toggle({
    char: 'q',
    helpGroup: output,
    description: 'nothing on stderr but errors, and that commands run unconfined',
  }),
  color: { ...colorFlag, helpGroup: output },
}

/** What the flags of `lightspeed run` were read as. */
export type RunFlagValues = FlagValues<typeof runFlags>

/** The mounts that were asked for. @throws UsageError */
export function readMounts(flags: Pick<RunFlagValues, 'mount'>) {
  return flags.mount.map((mount) => readMountSpec(mount, thisDisk))
}

/** The flags that bound a run. */
type LimitFlagValues = Pick<RunFlagValues, 'max-turns' | 'max-tool-calls' | 'max-tokens' | 'max-budget-usd' | 'timeout'>

/** The bounds of the run. */
export function readLimits(flags: LimitFlagValues, configuredTurns: number | null): RunLimits {
  return {
    turns: flags['max-turns'] ?? configuredTurns ?? defaultMaxTurns,
    toolCalls: flags['max-tool-calls'],
    tokens: flags['max-tokens'],
    costMicroUsd: flags['max-budget-usd'],
    wallClockMs: flags.timeout,
  }
}

export type OutputFormat = 'text' | 'json' | 'stream-json' | 'log'

/** How the run is shown; `--json` is the log. */
export function outputFormat(flags: RunFlagValues): OutputFormat {
  return flags.json ? 'log' : (flags['output-format'] ?? 'text')
}
