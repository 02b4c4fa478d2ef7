/** What a person wrote in an item, whatever its API: the strings under `text` and `content`. Never throws. */
export function itemText(bytes: Uint8Array): string {
  try {
    return collect(JSON.parse(new TextDecoder().decode(bytes))).join('\n')
  } catch {
    return ''
  }
}

function collect(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(collect)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) =>
    typeof part === 'string' ? (name === 'text' || name === 'content' ? [part] : []) : collect(part),
  )
}
