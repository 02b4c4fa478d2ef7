import type { Reply, Script, Wire } from '../../support/mock-provider/script.ts'

/**
 * Answers by what was said last: the replies of the first entry whose words are in it, one for each request, the
 * last again and again; other words begin anew. What nobody wrote an entry for is answered with `Very well.`.
 */
export function answers(table: Readonly<Record<string, Reply | readonly Reply[]>>): Script {
  const asked = new Map<string, number>()
  return ({ userText }) => {
    const [, replies] = Object.entries(table).find(([key]) => userText.includes(key)) ?? []
    if (replies === undefined) return { text: 'Very well.' }
    const list = [replies].flat() as readonly Reply[]
    const count = asked.get(userText) ?? 0
    asked.set(userText, count + 1)
    return list[Math.min(count, list.length - 1)] ?? { text: 'Very well.' }
  }
}

/** A promise with its key: what waits for it goes on when it is opened. */
export function gate(): { readonly opened: Promise<unknown>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  return { opened: promise, open: () => resolve(null) }
}

/** A call of the shell as the models of a wire write it. */
export function runs(command: string, wire: Wire = 'anthropic-messages'): Reply {
  const [name, key] = shells[wire]
  return { calls: [{ name, args: { [key]: command } }] }
}

const shells = {
  'anthropic-messages': ['Bash', 'command'],
  'openai-responses': ['exec_command', 'cmd'],
  'openai-chat': ['shell', 'command'],
} as const

/** One line of a file of the workspace replaced, as the models of a wire write it. */
export function replaces(path: string, [before, after]: readonly [string, string], wire: Wire): Reply {
  const file = `/workspace/${path}`
  if (wire === 'anthropic-messages')
    return { calls: [{ name: 'Edit', args: { file_path: file, old_string: before, new_string: after } }] }
  if (wire === 'openai-chat')
    return { calls: [{ name: 'edit', args: { path: file, old_string: before, new_string: after } }] }
  const patch = `*** Begin Patch\n*** Update File: ${file}\n@@\n-${before}\n+${after}\n*** End Patch\n`
  return { calls: [{ name: 'apply_patch', args: patch, custom: true }] }
}
