import { formatOf } from '../../../core/models/index.ts'
import type { InputImage, ModelRequest, NativeItem } from '../../../core/ports/model.ts'
import type { ToolSpec } from '../../../core/ports/tool.ts'
import type { ApiKind } from '../../../core/values/model-facts.ts'
import { plainRequest, replay, wire } from './replay.ts'

/** The first bytes of a PNG. */
export const pngImage: InputImage = { type: 'image/png', base64: 'iVBORw0KGgo=' }

export const readTool: ToolSpec = {
  name: 'Read',
  description: 'Reads a file.',
  input: { type: 'json', schema: { type: 'object', properties: { file_path: { type: 'string' } } } },
}

export const patchTool: ToolSpec = {
  name: 'apply_patch',
  description: 'Edits files.',
  input: { type: 'grammar', lark: 'start: "*** Begin Patch" LF\nLF: "\\n"' },
}

const tools: readonly ToolSpec[] = [readTool, patchTool]

/** Requests of a session of several runs: recorded answers, results for all their calls, steering, unknown items. */
export async function sessionRequests(api: ApiKind, names: readonly string[]): Promise<readonly ModelRequest[]> {
  const format = formatOf(api)
  const images: readonly InputImage[] = [pngImage, { type: 'image/webp', base64: 'UklGRgAAAABXRUJQ' }]
  const items: NativeItem[] = [format.userItem('Fix the failing test in `src/date.ts` — bitte.', images)]
  const requests: ModelRequest[] = []
  for (const [i, name] of names.entries()) {
    requests.push({ ...plainRequest, tools, items: [...items] })
    const { generation } = await replay(api, wire(api, name))
    items.push(...generation.items.map(({ item }) => structuredClone(item)))
    for (const [n, { callId, name: tool }] of generation.calls.entries()) {
      const spec = tools.find((known) => known.name === tool) ?? null
      const text = n === 0 ? `output ${i} größe` : ''
      items.push(format.toolResultItem({ callId, name: tool, text, isError: n === 1 }, spec))
    }
    if (generation.calls.length === 0 || i % 2 === 1)
      items.push(format.userItem(`go on ${i}`, i % 2 === 1 ? [pngImage] : []))
  }
  return [...requests, { ...plainRequest, tools, items }]
}
