import type { SessionConfig } from '../machine/session/state.ts'
import type { NewItem } from '../machine/context/events.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { ModelRequest, NativeItem } from '../ports/model.ts'
import type { ToolSpec } from '../ports/tool.ts'
import type { BlobRef } from '../values/blob-ref.ts'
import type { SessionId } from '../values/ids.ts'

/** Reads the parts of a session's requests; what it has parsed once it keeps. */
export interface Window {
  instructions(config: SessionConfig): Promise<string>
  tools(config: SessionConfig): Promise<readonly ToolSpec[]>
  items(items: readonly NewItem[]): Promise<readonly NativeItem[]>
  /** The request for these items: a pure function of the log. */
  request(config: SessionConfig, items: readonly NewItem[]): Promise<ModelRequest>
}

/** Opens the window of one session. Bytes come from the store by ref, so caching them is safe. */
export function openWindow(session: SessionId, blobs: BlobStore): Window {
  const parsed = new Map<BlobRef, unknown>()
  const decoder = new TextDecoder()
  const read = async <Value>(ref: BlobRef, parse: (text: string) => Value): Promise<Value> => {
    if (parsed.has(ref)) return parsed.get(ref) as Value
    const value = parse(decoder.decode(await blobs.get(ref)))
    parsed.set(ref, value)
    return value
  }
  const json = <Value>(ref: BlobRef) => read(ref, (text) => JSON.parse(text) as Value)
  const window: Window = {
    instructions: (config) => read(config.instructionsRef, (text) => text),
    tools: (config) => json<readonly ToolSpec[]>(config.toolsRef),
    items: (items) => Promise.all(items.map(({ ref }) => json<NativeItem>(ref))),
    request: async (config, items) => ({
      model: config.model,
      effort: config.effort,
      instructions: await window.instructions(config),
      tools: await window.tools(config),
      items: await window.items(items),
      cacheKey: config.cacheKey ?? session,
      maxOutputTokens: null,
    }),
  }
  return window
}
