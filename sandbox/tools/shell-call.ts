import type { ToolInput } from '../../core/ports/tool.ts'
import type { Dialect } from '../../core/values/model-facts.ts'
import type { SandboxLimits } from '../policy/policy.ts'

/** A command as the model asked for it, whatever its dialect. */
export interface ShellCall {
  readonly command: string
  /** Absolute, or relative to the first mount; null for that mount. */
  readonly workdir: string | null
  readonly timeoutMs: number
  /** Output shown: head and tail together, bytes. */
  readonly outputBytes: number
}

/** How one dialect names the tool and its fields. */
interface ShellDialect {
  readonly name: string
  readonly command: string
  readonly workdir: string | null
  readonly timeoutMs: string
  readonly outputTokens: string | null
  /** Fields that models of this family write and that change nothing here. */
  readonly inert: Readonly<Record<string, object>>
  readonly aliases: Readonly<Record<string, string>>
}

/** The shell tool in every dialect. */
export const shellDialects: Readonly<Record<Dialect, ShellDialect>> = {
  anthropic: {
    name: 'Bash',
    command: 'command',
    workdir: null,
    timeoutMs: 'timeout',
    outputTokens: null,
    inert: { description: { type: 'string', description: 'What it does, in 5-10 words' } },
    aliases: { cmd: 'command', timeout_ms: 'timeout' },
  },
  openai: {
    name: 'exec_command',
    command: 'cmd',
    workdir: 'workdir',
    timeoutMs: 'timeout_ms',
    outputTokens: 'max_output_tokens',
    inert: { yield_time_ms: { type: 'integer', description: 'No effect: commands are waited for' } },
    aliases: { command: 'cmd', cwd: 'workdir', timeout: 'timeout_ms' },
  },
  plain: {
    name: 'shell',
    command: 'command',
    workdir: 'workdir',
    timeoutMs: 'timeout_ms',
    outputTokens: null,
    inert: {},
    aliases: { cmd: 'command', cwd: 'workdir', timeout: 'timeout_ms' },
  },
}

/** Roughly; only bounds what is shown. */
const bytesPerToken = 4
const smallestOutputBytes = 1000

/** The JSON Schema of a dialect's fields. */
export function shellInput(dialect: Dialect, limits: SandboxLimits): ToolInput {
  const { command, workdir, timeoutMs, outputTokens, inert } = shellDialects[dialect]
  const timeout = `Milliseconds, default ${limits.timeoutMs}, at most ${limits.maxTimeoutMs}`
  const properties = {
    [command]: { type: 'string' },
    ...(workdir === null ? {} : { [workdir]: { type: 'string', description: 'Default: the workspace' } }),
    [timeoutMs]: { type: 'integer', minimum: 1, description: timeout },
    ...(outputTokens === null ? {} : { [outputTokens]: { type: 'integer', minimum: 1 } }),
    ...inert,
  }
  return { type: 'json', schema: { type: 'object', properties, required: [command], additionalProperties: false } }
}

/** Reads input that fits the schema; what is asked beyond a limit becomes the limit. */
export function readShellCall(dialect: Dialect, limits: SandboxLimits, input: unknown): ShellCall {
  const fields = shellDialects[dialect]
  const given: Readonly<Record<string, unknown>> = typeof input === 'object' ? { ...input } : {}
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : null)
  const count = (name: string) => (typeof given[name] === 'number' ? given[name] : null)
  const tokens = fields.outputTokens === null ? null : count(fields.outputTokens)
  const outputBytes = tokens === null ? limits.outputBytes : Math.max(smallestOutputBytes, tokens * bytesPerToken)
  return {
    command: text(fields.command) ?? '',
    workdir: fields.workdir === null ? null : text(fields.workdir),
    timeoutMs: Math.min(count(fields.timeoutMs) ?? limits.timeoutMs, limits.maxTimeoutMs),
    outputBytes: Math.min(outputBytes, limits.outputBytes),
  }
}
