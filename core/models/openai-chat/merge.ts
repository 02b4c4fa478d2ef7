import type { Json } from '../shared/json.ts'
import { isJson } from '../shared/json.ts'

/** Texts that come whole, not in pieces. */
const wholeTexts: ReadonlySet<string> = new Set(['role', 'id', 'type', 'name', 'format', 'signature'])

/**
 * Merges a delta into what there is, whatever its fields are called: texts grow, lists with indexed
 * entries grow entry by entry, other lists at their end, objects field by field. Null changes nothing.
 */
export function mergeDelta(whole: Json, delta: Json): Json {
  const merged: Record<string, unknown> = { ...whole }
  for (const [name, value] of Object.entries(delta)) {
    if (value === null || value === undefined) continue
    setOwn(merged, name, mergeValue(name, Object.hasOwn(merged, name) ? merged[name] : undefined, value))
  }
  return merged
}

function mergeValue(name: string, before: unknown, value: unknown): unknown {
  if (typeof value === 'string') {
    if (typeof before !== 'string' || before === '') return value
    return wholeTexts.has(name) ? value || before : before + value
  }
  if (Array.isArray(value)) return value.reduce<readonly unknown[]>(mergeEntry, Array.isArray(before) ? before : [])
  if (isJson(value)) return mergeDelta(isJson(before) ? before : {}, value)
  return value
}

function mergeEntry(list: readonly unknown[], entry: unknown): readonly unknown[] {
  const index = isJson(entry) && typeof entry.index === 'number' ? entry.index : null
  const at = index === null ? -1 : list.findIndex((known) => isJson(known) && known.index === index)
  const known = list[at]
  return isJson(known) && isJson(entry) ? list.with(at, mergeDelta(known, entry)) : [...list, entry]
}

/** Assignment that a field called `__proto__` cannot abuse. */
function setOwn(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}
