import { expect, test } from 'vitest'
import { toolResultItem, userItem } from '../../../../core/models/openai-responses/items.ts'
import { patchTool, readTool } from '../session-items.ts'

const result = { callId: 'call_1', name: 'Read', text: 'größe', isError: false }

test('user text is a message', () => {
  expect(userItem('Hällo')).toEqual({ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hällo' }] })
})

test('a result answers in the kind of its call', () => {
  expect(toolResultItem(result, readTool)).toEqual({ type: 'function_call_output', call_id: 'call_1', output: 'größe' })
  expect(toolResultItem(result, patchTool)).toMatchObject({ type: 'custom_tool_call_output' })
  expect(toolResultItem(result, null)).toMatchObject({ type: 'function_call_output' })
})
