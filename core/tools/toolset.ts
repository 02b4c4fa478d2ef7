import type { Tool, ToolSpec } from '../ports/tool.ts'
import { LightspeedError } from '../values/errors.ts'

/** A tool with what `runTool` needs to know beyond the contract. */
export interface OfferedTool extends Tool {
  /** Field names of other dialects that models write by habit, to the name in the spec. */
  readonly aliases?: Readonly<Record<string, string>>
  /** Longest result text in bytes, for a tool that pages its own output. */
  readonly outputLimitBytes?: number
}

/** The tools of one session, in the order they are offered; with `runTool` they make a `Toolset` of the port. */
export interface OfferedTools {
  readonly specs: readonly ToolSpec[]
  /** Result texts longer than this are shortened. */
  readonly outputLimitBytes: number
  find(name: string): OfferedTool | undefined
}

/** How long a result may be before it is shortened, unless set otherwise. */
const defaultOutputLimitBytes = 30_000

/** Least that leaves room for the notice and something around it. */
const smallestOutputLimitBytes = 1000

/** Joins tools under their names. @throws ToolNameTakenError, OutputLimitError */
export function createToolset(
  tools: readonly OfferedTool[],
  options: { readonly outputLimitBytes?: number } = {},
): OfferedTools {
  const outputLimitBytes = options.outputLimitBytes ?? defaultOutputLimitBytes
  if (!(outputLimitBytes >= smallestOutputLimitBytes)) throw new OutputLimitError(outputLimitBytes)
  const byName = new Map<string, OfferedTool>()
  for (const tool of tools) {
    if (byName.has(tool.spec.name)) throw new ToolNameTakenError(tool.spec.name)
    byName.set(tool.spec.name, tool)
  }
  return { specs: tools.map((tool) => tool.spec), outputLimitBytes, find: (name) => byName.get(name) }
}

/** Two tools want one name. */
export class ToolNameTakenError extends LightspeedError {
  readonly code = 'tool-name-taken'
  constructor(readonly toolName: string) {
    super(`two tools are named ${toolName}; rename one or leave it out`)
  }
}

/** An output limit too small to say anything in. */
export class OutputLimitError extends LightspeedError {
  readonly code = 'output-limit'
  constructor(readonly limitBytes: number) {
    super(`tool output cannot be limited to ${limitBytes} bytes; give at least ${smallestOutputLimitBytes}`)
  }
}
