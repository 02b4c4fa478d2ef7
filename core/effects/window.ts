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

/** What was parsed of blobs. It may forget: bytes come from the store by ref, so that keeping them is safe. */
export interface ParsedBlobs {
  get(ref: BlobRef): unknown
  set(ref: BlobRef, value: unknown, sizeBytes: number): unknown
}

/** Opens the window of one session; sessions of one store may share what is parsed. */
export function openWindow(session: SessionId, blobs: BlobStore, parsed: ParsedBlobs = new Map()): Window {
  const decoder = new TextDecoder()
  const read = async <Value>(ref: BlobRef, parse: (text: string) => Value): Promise<Value> => {
    const known = parsed.get(ref)
    if (known !== undefined) return known as Value
    const bytes = await blobs.get(ref)
    const value = parse(decoder.decode(bytes))
    parsed.set(ref, value, bytes.byteLength)
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
