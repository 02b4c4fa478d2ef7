import type { ToolInput } from '../../../core/ports/tool.ts'

/** JSON Schema of an object with these fields, of which some must be there. */
export function objectInput(properties: Readonly<Record<string, unknown>>, ...required: readonly string[]): ToolInput {
  return { type: 'json', schema: { type: 'object', properties, ...(required.length > 0 && { required }) } }
}

export const text = { type: 'string' } as const
export const flag = { type: 'boolean' } as const
export const count = { type: 'integer', minimum: 0 } as const

/** The list of replacements of the tools that make several. */
export const editList = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    properties: { old_string: text, new_string: text, replace_all: flag },
    required: ['old_string', 'new_string'],
  },
} as const
