import { expect, test } from 'vitest'
import { isToolResult, toolResultItem, userItem } from '../../../../core/models/anthropic-messages/items.ts'

const result = { callId: 'toolu_1', name: 'Read', text: 'größe', isError: false }

test('a result is a user message with one block', () => {
  const block = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'größe' }
  expect(toolResultItem(result)).toEqual({ role: 'user', content: [block] })
  expect(toolResultItem({ ...result, isError: true })).toEqual({
    role: 'user',
    content: [{ ...block, is_error: true }],
  })
})

test('a blank result is said in words, because the API refuses blank text', () => {
  expect(toolResultItem({ ...result, text: ' \n' })).toMatchObject({ content: [{ content: '(no output)' }] })
})

test('only messages of results alone are results', () => {
  expect(isToolResult(toolResultItem(result))).toBe(true)
  expect(isToolResult(userItem('Hi'))).toBe(false)
  expect(isToolResult({ role: 'user', content: [] })).toBe(false)
  expect(isToolResult({ role: 'user', content: [{ type: 'tool_result' }, { type: 'text', text: 'x' }] })).toBe(false)
  expect(isToolResult({ role: 'user', content: 'x' })).toBe(false)
})
