import type { ToolContext, ToolInput, ToolResult } from '../../core/ports/tool.ts'
import type { OfferedTool } from '../../core/tools/toolset.ts'
import { errorCode, type LightspeedError } from '../../core/values/errors.ts'
import type { EffectClass } from '../../core/values/model-facts.ts'
import { PathError, TreeLimitError } from '../tree/errors.ts'

/** A file tool of one dialect: how it is told to the model, and the operation behind it. */
export interface FileToolParts<Args> {
  readonly name: string
  readonly description: string
  readonly input: ToolInput
  readonly effectClass: EffectClass
  readonly aliases?: Readonly<Record<string, string>>
  readonly outputLimitBytes?: number
  /** @throws ToolFailure, PathError, TreeLimitError, all of which are said to the model */
  readonly run: (args: Args, context: ToolContext) => Promise<ToolResult>
}

/** Makes a tool whose failures are results. `Args` is the type that the schema of `input` describes. */
export function fileTool<Args>(parts: FileToolParts<Args>): OfferedTool {
  const { name, description, input, run, ...rest } = parts
  return {
    ...rest,
    spec: { name, description, input },
    async run(args, context) {
      try {
        return await run(args as Args, context)
      } catch (error) {
        if (isMendable(error)) return { text: error.message, outcome: 'error' }
        throw error
      }
    },
  }
}

function isMendable(error: unknown): error is LightspeedError {
  return error instanceof PathError || error instanceof TreeLimitError || errorCode(error) === 'tool-failure'
}
