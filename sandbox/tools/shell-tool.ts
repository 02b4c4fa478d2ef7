import type { ToolContext, ToolResult } from '../../core/ports/tool.ts'
import type { OfferedTool } from '../../core/tools/toolset.ts'
import type { Dialect } from '../../core/values/model-facts.ts'
import type { SandboxPolicy } from '../policy/policy.ts'
import { readShellCall, shellDialects, shellInput, type ShellCall } from './shell-call.ts'

/** What the notes around an output may add to its limit, bytes. */
const notesBytes = 4_000

/** The shell tool as a dialect names it. `run` is given calls that fit the policy's limits. */
export function shellTool(
  dialect: Dialect,
  policy: SandboxPolicy,
  run: (call: ShellCall, context: ToolContext) => Promise<ToolResult>,
): OfferedTool {
  const { limits, network } = policy
  const { name, aliases } = shellDialects[dialect]
  return {
    spec: { name, description: description(network), input: shellInput(dialect, limits) },
    effectClass: 'opaque',
    aliases,
    outputLimitBytes: limits.outputBytes + notesBytes,
    run: async (input, context) => {
      const call = readShellCall(dialect, limits, input)
      if (call.command.trim() === '') return { outcome: 'error', text: 'The command was not run: it is empty.' }
      if (call.command.includes('\0')) {
        return {
          outcome: 'error',
          text: "The command was not run: it contains a NUL character; write it as \\0 or $'\\0'.",
        }
      }
      return run(call, context)
    },
  }
}

function description(network: SandboxPolicy['network']): string {
  return (
    'Runs a bash command in a fresh shell in the workspace. Changed files are kept, processes end with it.' +
    (network === 'none' ? ' No network.' : '')
  )
}
