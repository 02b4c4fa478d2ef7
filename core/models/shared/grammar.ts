import type { ToolSpec } from '../../ports/tool.ts'
import { parseJson } from './json.ts'

/** JSON Schema of a tool's input; a freeform tool becomes one string where the API has none. */
export function inputSchema(spec: ToolSpec): Readonly<Record<string, unknown>> {
  if (spec.input.type === 'json') return spec.input.schema
  return {
    type: 'object',
    properties: { input: { type: 'string', description: 'The whole input, following the grammar exactly.' } },
    required: ['input'],
    additionalProperties: false,
  }
}

/** Description of a tool; a freeform tool carries its grammar along. */
export function describeTool(spec: ToolSpec): string {
  if (spec.input.type === 'json') return spec.description
  return `${spec.description}\n\n\`input\` must match this Lark grammar:\n${spec.input.lark}`
}

/** Undoes `inputSchema`: the freeform text of a call to a freeform tool, else the arguments as written. */
export function callArgs(name: string, args: string, tools: readonly ToolSpec[]): string {
  const spec = tools.find((tool) => tool.name === name)
  if (spec?.input.type !== 'grammar') return args
  const input = parseJson(args)?.input
  return typeof input === 'string' ? input : args
}
