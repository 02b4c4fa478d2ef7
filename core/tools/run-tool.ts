import type { ToolCall, ToolContext, ToolResult } from '../ports/tool.ts'
import { errorCode, errorMessage } from '../values/errors.ts'
import { checkInput, type Checked } from './check-input.ts'
import { cleanText } from './clean-text.ts'
import { nearest } from '../values/nearest.ts'
import { parseArgs } from './parse-args.ts'
import { shorten } from './shorten.ts'
import type { OfferedTool, OfferedTools } from './toolset.ts'

/** Runs one call. Whatever goes wrong is a result that tells the model so; this never throws. */
export async function runTool(toolset: OfferedTools, call: ToolCall, context: ToolContext): Promise<ToolResult> {
  const tool = toolset.find(call.name)
  const result =
    tool === undefined ? failure(unknownTool(toolset, call.name)) : await runKnown(tool, call.args, context)
  return bound(result, tool?.outputLimitBytes ?? toolset.outputLimitBytes, context)
}

async function runKnown(tool: OfferedTool, args: string, context: ToolContext): Promise<ToolResult> {
  if (context.signal.aborted) return cancelled(false)
  const input = readInput(tool, args)
  if (!input.ok) return failure(`${tool.spec.name} was not run: ${input.message}`)
  return await attempt(tool, input.value, context)
}

function unknownTool(toolset: OfferedTools, name: string): string {
  const names = toolset.specs.map((spec) => spec.name)
  if (names.length === 0) return `there is no tool ${JSON.stringify(name)}; this session has no tools`
  const meant = nearest(name, names)
  const hint = meant === null ? '' : ` Did you mean ${meant}?`
  return `there is no tool ${JSON.stringify(name)}.${hint} The tools are: ${names.join(', ')}`
}

function readInput(tool: OfferedTool, args: string): Checked {
  const { input } = tool.spec
  if (input.type === 'grammar') return { ok: true, value: args }
  const parsed = parseArgs(args)
  return parsed.ok ? checkInput(input.schema, renameFields(parsed.value, tool.aliases ?? {})) : parsed
}

function renameFields(value: unknown, aliases: Readonly<Record<string, string>>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const renamed = Object.entries(value).map(([name, field]): [string, unknown] => {
    const meant = Object.hasOwn(aliases, name) ? aliases[name] : undefined
    return meant === undefined || Object.hasOwn(value, meant) ? [name, field] : [meant, field]
  })
  return Object.fromEntries(renamed)
}

async function attempt(tool: OfferedTool, input: unknown, context: ToolContext): Promise<ToolResult> {
  try {
    return await tool.run(input, context)
  } catch (error) {
    if (context.signal.aborted) return cancelled(true)
    const code = errorCode(error) ?? 'internal'
    return failure(
      `${tool.spec.name} failed inside Lightspeed (${code}), not through its input: ${errorMessage(error)}`,
    )
  }
}

function bound(result: ToolResult, limitBytes: number, context: ToolContext): ToolResult {
  const text = cleanText(result.text)
  if (text.length * 3 <= limitBytes || Buffer.byteLength(text) <= limitBytes) return { ...result, text }
  const outputRef = result.outputRef ?? context.blobs.put(Buffer.from(text))
  return { ...result, text: shorten(text, limitBytes, outputRef), outputRef }
}

function failure(text: string): ToolResult {
  return { text, outcome: 'error' }
}

function cancelled(started: boolean): ToolResult {
  const what = started ? 'was stopped before it finished' : 'was not run'
  return { text: `The call ${what}: the run was cancelled.`, outcome: 'cancelled' }
}
