import type { Reply, Script } from '../../support/mock-provider/script.ts'

/**
 * Answers by what was said last: the replies of the first entry whose words are in it, one for each request, the
 * last again and again. What nobody wrote an entry for is answered with `fine`.
 */
export function answers(table: Readonly<Record<string, Reply | readonly Reply[]>>): Script {
  const asked = new Map<string, number>()
  return ({ userText }) => {
    const [words, replies] = Object.entries(table).find(([key]) => userText.includes(key)) ?? []
    if (words === undefined || replies === undefined) return { text: 'fine' }
    const list = [replies].flat() as readonly Reply[]
    const count = asked.get(words) ?? 0
    asked.set(words, count + 1)
    return list[Math.min(count, list.length - 1)] ?? { text: 'fine' }
  }
}

/** A promise with its key: what waits for it goes on when it is opened. */
export function gate(): { readonly opened: Promise<unknown>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  return { opened: promise, open: () => resolve(null) }
}

/** A call of the shell as Claude models write it. */
export function bash(command: string): Reply {
  return { calls: [{ name: 'Bash', args: { command } }] }
}
