import { expect, test } from 'vitest'
import type { ToolContext } from '../../../core/ports/tool.ts'
import { defaultPolicy } from '../../../sandbox/policy/default-policy.ts'
import { shellTool } from '../../../sandbox/tools/shell-tool.ts'

const policy = defaultPolicy('s1', {})
const context = {} as ToolContext

test.each([
  ['anthropic', 'Bash'],
  ['openai', 'exec_command'],
  ['plain', 'shell'],
] as const)('%s models are offered %s in at most 600 bytes', (dialect, name) => {
  const { spec, effectClass } = shellTool(dialect, policy, () => Promise.reject(new Error('not called')))
  expect(spec.name).toBe(name)
  expect(effectClass).toBe('opaque')
  expect(JSON.stringify(spec).length).toBeLessThanOrEqual(600)
  expect(spec.description).toContain('No network')
})

test('a policy with network does not say that there is none', () => {
  const open = shellTool('plain', defaultPolicy('s1', {}, { network: 'host' }), () => Promise.reject(new Error()))
  expect(open.spec.description).not.toContain('network')
})

test.each(['', ' \n', 'printf "\0"'])('the command %j is refused without being run', async (command) => {
  const tool = shellTool('plain', policy, () => Promise.reject(new Error('was run')))
  const result = await tool.run({ command }, context)
  expect(result).toMatchObject({ outcome: 'error', text: expect.stringMatching(/^The command was not run/) as string })
})
