import type { Json } from '../shared/json.ts'
import { isJson, objectsOf, parseJson, textOf } from '../shared/json.ts'

/** A call that was made, and what came back. */
export interface Step {
  readonly name: string
  readonly args: Json
  readonly result: string
}

/** What the demo has to go by: the newest prompt, and everything done for it and before it. */
export interface Episode {
  readonly prompt: string
  /** Images that came with it. */
  readonly images: number
  readonly steps: readonly Step[]
  readonly earlier: readonly Step[]
  /** Names of the tools on offer. */
  readonly tools: ReadonlySet<string>
  /** Answers given so far in the whole window. */
  readonly answers: number
}

/** Reads the body of a chat request. */
export function readEpisode(body: Json): Episode {
  const messages = objectsOf(body.messages).filter(({ role }) => role !== 'system')
  const start = messages.findLastIndex((message) => message.role === 'user' && !tellsOfCommand(message))
  const tools = objectsOf(body.tools).map((tool) => (isJson(tool.function) ? textOf(tool.function.name) : ''))
  return {
    prompt: contentOf(messages[start]).trim(),
    images: objectsOf(messages[start]?.content).filter(({ type }) => type === 'image_url').length,
    steps: stepsOf(messages.slice(start + 1)),
    earlier: stepsOf(messages.slice(0, start)),
    tools: new Set(tools),
    answers: messages.filter(({ role }) => role === 'assistant').length,
  }
}

/** What the person ran is no wish. */
function tellsOfCommand(message: Json): boolean {
  return contentOf(message).startsWith('The person ran this command')
}

/** Whether an edit or a write did what it was asked to. */
export function succeeded({ result }: Step): boolean {
  return /^(created|replaced|edited) |already had this content/.test(result)
}

/** Edits and writes that changed a file. */
export function changesIn(steps: readonly Step[]): readonly Step[] {
  return steps.filter((step) => (step.name === 'edit' || step.name === 'write') && succeeded(step))
}

function stepsOf(messages: readonly Json[]): readonly Step[] {
  const results = messages.filter(({ role }) => role === 'tool')
  return messages.flatMap((message, i) =>
    objectsOf(message.tool_calls).map((call): Step => {
      const called = isJson(call.function) ? call.function : {}
      // An id may come again in a later turn; its result is the first one after the call.
      const result = messages.slice(i).find((later) => results.includes(later) && later.tool_call_id === call.id)
      return { name: textOf(called.name), args: parseJson(textOf(called.arguments)) ?? {}, result: contentOf(result) }
    }),
  )
}

function contentOf(message: Json | undefined): string {
  const content = message?.content
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map((part) => textOf(part.text))
    .join('')
}
