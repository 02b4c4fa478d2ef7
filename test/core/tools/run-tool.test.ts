import { expect, test } from 'vitest'
import type { ToolResult } from '../../../core/ports/tool.ts'
import { BlobNotFoundError } from '../../../core/ports/blob-store.ts'
import { outputPath } from '../../../core/tools/output-path.ts'
import { runTool } from '../../../core/tools/run-tool.ts'
import {
  createToolset,
  OutputLimitError,
  ToolNameTakenError,
  type OfferedTool,
  type OfferedTools,
} from '../../../core/tools/toolset.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { MemoryStage, toolContext } from './memory-stage.ts'

function tool(name: string, run: OfferedTool['run'], parts: Partial<OfferedTool> = {}): OfferedTool {
  const schema = {
    type: 'object',
    properties: { path: { type: 'string' }, limit: { type: 'integer', minimum: 0 } },
    required: ['path'],
  }
  return { spec: { name, description: '', input: { type: 'json', schema } }, effectClass: 'pure', run, ...parts }
}

const echo = tool('Read', async (input) => ({ text: JSON.stringify(input), outcome: 'ok' }))

async function call(tools: OfferedTools, name: string, args: string): Promise<ToolResult> {
  return await runTool(tools, { name, args }, toolContext())
}

test('a call gets its parsed and checked input', async () => {
  const result = await call(createToolset([echo]), 'Read', '{"path":"a.ts","limit":3}')
  expect(result).toEqual({ text: '{"path":"a.ts","limit":3}', outcome: 'ok' })
})

test('an unknown tool is answered with the tools there are and the likely one', async () => {
  const tools = createToolset([echo, tool('Write', echo.run)])
  expect(await call(tools, 'read_', '{}')).toEqual({
    text: 'there is no tool "read_". Did you mean Read? The tools are: Read, Write',
    outcome: 'error',
  })
  expect((await call(tools, 'teleport', '{}')).text).toBe('there is no tool "teleport". The tools are: Read, Write')
  const endless = await call(tools, 'x'.repeat(100_000), '{}')
  expect(Buffer.byteLength(endless.text)).toBeLessThanOrEqual(30_000)
  expect((await call(createToolset([]), 'x', '{}')).text).toContain('this session has no tools')
})

test('arguments that are not JSON never reach the tool and are told where they break', async () => {
  let runs = 0
  const counting = tool('Read', async () => {
    runs += 1
    return { text: '', outcome: 'ok' }
  })
  const tools = createToolset([counting])
  const broken = await call(tools, 'Read', '{"path": "a", "limit" 2}')
  expect(broken.outcome).toBe('error')
  expect(broken.text).toContain('at character 23, here: {"path": "a", "limit" »2}')
  expect((await call(tools, 'Read', '{"path": "a.t')).text).toContain('they end too early, after 13 characters')
  expect((await call(tools, 'Read', '{"path":')).text).toContain('they end too early')
  expect((await call(tools, 'Read', 'please')).text).toContain('not valid JSON')
  expect(runs).toBe(0)
})

test('arguments that do not fit the schema never reach the tool and are told which field', async () => {
  const tools = createToolset([tool('Read', () => expect.unreachable())])
  expect((await call(tools, 'Read', '{"limit":1}')).text).toBe(
    'Read was not run: `path` is missing; it must be a string',
  )
  expect((await call(tools, 'Read', '')).text).toContain('`path` is missing')
  expect((await call(tools, 'Read', '[]')).text).toBe('Read was not run: the input must be an object, not []')
})

test('a freeform tool gets the text as the model wrote it', async () => {
  const grammar = tool('apply_patch', async (input) => ({ text: `got ${String(input)}`, outcome: 'ok' }), {
    spec: { name: 'apply_patch', description: '', input: { type: 'grammar', lark: '' } },
  })
  expect((await call(createToolset([grammar]), 'apply_patch', '*** {not json')).text).toBe('got *** {not json')
})

test('fields of other dialects are renamed unless the right one is there', async () => {
  const tools = createToolset([{ ...echo, aliases: { file_path: 'path' } }])
  expect((await call(tools, 'Read', '{"file_path":"a"}')).text).toBe('{"path":"a"}')
  expect((await call(tools, 'Read', '{"file_path":"a","path":"b"}')).text).toContain('`file_path` is not a field')
})

test('a defect becomes an error result without a stack', async () => {
  const broken = tool('Read', async () => {
    throw new TypeError('x is not a function')
  })
  const result = await call(createToolset([broken]), 'Read', '{"path":"a"}')
  expect(result.outcome).toBe('error')
  expect(result.text).toBe('Read failed inside Lightspeed (internal), not through its input: x is not a function')
  const ref = `sha256:${'0'.repeat(64)}` as BlobRef
  const missing = tool('Read', async () => {
    throw new BlobNotFoundError(ref)
  })
  expect((await call(createToolset([missing]), 'Read', '{"path":"a"}')).text).toContain('(blob-not-found)')
})

test('a tool that throws without waiting is caught too', async () => {
  const sync = tool('Read', () => {
    throw new Error('at once')
  })
  expect((await call(createToolset([sync]), 'Read', '{"path":"a"}')).outcome).toBe('error')
})

test('a cancelled run does not start a call, and a call that it interrupts is cancelled', async () => {
  const abort = new AbortController()
  const context = toolContext({ signal: abort.signal })
  const interrupted = tool('Read', async () => {
    abort.abort()
    abort.signal.throwIfAborted()
    return { text: '', outcome: 'ok' }
  })
  const tools = createToolset([interrupted])
  const asked = { name: 'Read', args: '{"path":"a"}' }
  expect(await runTool(tools, asked, context)).toMatchObject({
    outcome: 'cancelled',
    text: expect.stringMatching(/stopped before/),
  })
  expect(await runTool(tools, asked, context)).toMatchObject({
    outcome: 'cancelled',
    text: expect.stringMatching(/was not run/),
  })
})

test('a long text is shortened and its whole is staged', async () => {
  const whole = `${'line\n'.repeat(10_000)}end\0\ud800`
  const long = tool('Read', async () => ({ text: whole, outcome: 'ok' }))
  const blobs = new MemoryStage()
  const result = await runTool(createToolset([long]), { name: 'Read', args: '{"path":"a"}' }, toolContext({ blobs }))
  expect(Buffer.byteLength(result.text)).toBeLessThanOrEqual(30_000)
  expect(result.text.endsWith('line\nend\ufffd\ufffd')).toBe(true)
  const ref = result.outputRef!
  expect(result.text).toContain(outputPath(ref))
  expect(await blobs.text(ref)).toBe(`${'line\n'.repeat(10_000)}end\ufffd\ufffd`)
})

test('a shell that staged its own output keeps its ref, and a tool may have its own limit', async () => {
  const ref = `sha256:${'a'.repeat(64)}` as BlobRef
  const shell = tool('Bash', async () => ({ text: 'x'.repeat(3000), outcome: 'ok', outputRef: ref, exitCode: 1 }))
  const tools = createToolset([shell, { ...shell, spec: { ...shell.spec, name: 'Pages' }, outputLimitBytes: 4000 }], {
    outputLimitBytes: 1000,
  })
  const result = await call(tools, 'Bash', '{"path":"a"}')
  expect(result).toMatchObject({ outputRef: ref, exitCode: 1 })
  expect(result.text).toContain(outputPath(ref))
  expect((await call(tools, 'Pages', '{"path":"a"}')).text).toBe('x'.repeat(3000))
})

test('two tools of one name and a useless limit are refused', () => {
  expect(() => createToolset([echo, echo])).toThrow(ToolNameTakenError)
  expect(() => createToolset([echo], { outputLimitBytes: 10 })).toThrow(OutputLimitError)
  expect(() => createToolset([echo], { outputLimitBytes: NaN })).toThrow(OutputLimitError)
})
