import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { SessionId } from '../../core/values/ids.ts'

/** Sessions with what is known of their prompts; fits as many keystrokes as a person makes. */
export interface SessionSearch {
  /** In the order that they were given in. Every word of the query is somewhere in what is known of each. */
  find(query: string): readonly SessionSummary[]
  /** Adds a prompt to what a session is found by. */
  learn(session: SessionId, prompt: string): void
}

/** Of each prompt, so that a pasted log does not fill the memory. */
const promptChars = 4000

/** Opens a search over a list. */
export function openSessionSearch(sessions: readonly SessionSummary[]): SessionSearch {
  const known = new Map(sessions.map((session) => [session.id, fold(ownWords(session))]))
  return {
    find: (query) => {
      const words = wordsOf(query)
      return sessions.filter(({ id }) => holdsAll(known.get(id) ?? '', words))
    },
    learn: (session, prompt) => {
      const text = known.get(session)
      if (text !== undefined) known.set(session, `${text}\n${fold(prompt.slice(0, promptChars))}`)
    },
  }
}

/** Whether a text holds every word of a query, in any order and case. A query without words fits nothing. */
export function holdsWords(text: string, query: string): boolean {
  const words = wordsOf(query)
  return words.length > 0 && holdsAll(fold(text), words)
}

function ownWords({ id, name, title, directory, model }: SessionSummary): string {
  return [id, name ?? '', title, directory, model].join('\n')
}

function wordsOf(query: string): readonly string[] {
  return fold(query)
    .split(/\s+/)
    .filter((word) => word !== '')
}

function holdsAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word))
}

/** Case counts for nothing, nor how a letter with an accent is put together. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
