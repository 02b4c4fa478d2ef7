import { expect, test } from 'vitest'
import { systemPrompt } from '../../../core/instructions/system-prompt.ts'
import { formatOf } from '../../../core/models/index.ts'
import type { ToolSpec } from '../../../core/ports/tool.ts'
import type { ApiKind, Dialect } from '../../../core/values/model-facts.ts'
import { defaultPolicy } from '../../../sandbox/policy/default-policy.ts'
import { shellTool } from '../../../sandbox/tools/shell-tool.ts'
import { vfsTools } from '../../../vfs/tools/vfs-tools.ts'

const pairs: readonly (readonly [Dialect, ApiKind])[] = [
  ['anthropic', 'anthropic-messages'],
  ['openai', 'openai-responses'],
  ['openai', 'openai-chat'],
  ['plain', 'openai-chat'],
]

function specsOf(dialect: Dialect): readonly ToolSpec[] {
  const shell = shellTool(dialect, defaultPolicy('s', {}), () => expect.unreachable())
  return [shell, ...vfsTools(dialect)].map((tool) => tool.spec)
}

test.each(pairs)('the first request in the %s dialect over %s stays below 8 kB', (dialect, api) => {
  const format = formatOf(api)
  const instructions = systemPrompt({
    dialect,
    mounts: [{ path: '/workspace', readOnly: false }],
    shell: true,
    date: '2026-11-23',
  })
  const tools = specsOf(dialect)
  const items = [format.userItem('Fix the failing test in src/date.ts.')]
  const request = { model: 'm', effort: null, instructions, tools, items, cacheKey: 's', maxOutputTokens: null }
  const bodyBytes = Buffer.byteLength(JSON.stringify(format.requestBody(request)))
  const sizes = { instructions: Buffer.byteLength(instructions), tools: JSON.stringify(tools).length, body: bodyBytes }
  console.info(dialect, api, sizes)
  expect(sizes.tools).toBeLessThanOrEqual(4500)
  expect(sizes.body).toBeLessThan(8000)
})
