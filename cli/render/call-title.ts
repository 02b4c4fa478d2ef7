import { sanitizeLine } from './sanitize.ts'

/** Arguments that say most about a call, the best first. */
const telling = ['file_path', 'path', 'command', 'cmd', 'pattern', 'query', 'url', 'directory']

/** A call on one line: its name and what it is about, `Read src/date.ts`. Not cut to any width. */
export function callTitle(name: string, args: string): string {
  const subject = patchedFiles(args) ?? tellingArgument(args)
  return sanitizeLine(subject ? `${name} ${subject}` : name)
}

function patchedFiles(args: string): string | null {
  const files = [...patchText(args).matchAll(/^\*\*\* (?:Add|Update|Delete) File: (.+)$/gm)].map((match) => match[1])
  return files.length > 0 ? files.join(', ') : null
}

/** A patch is the whole of freeform arguments, or a field of JSON ones. */
function patchText(args: string): string {
  const fields = parseObject(args)
  const patch = fields === null ? args : (fields['input'] ?? fields['patch'])
  return typeof patch === 'string' ? patch : ''
}

function tellingArgument(args: string): string | null {
  const parsed = parseObject(args)
  if (!parsed) return null
  for (const name of telling) {
    const value = parsed[name]
    if (typeof value === 'string' && value !== '') return value
    if (Array.isArray(value)) return value.join(' ')
  }
  return null
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}
