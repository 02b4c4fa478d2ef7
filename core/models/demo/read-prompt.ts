/** What a prompt seems to ask for. */
export type Wish = 'summary' | 'greeting' | 'history' | 'undo' | 'question' | 'change'

const changeWords =
  /\b(add|append|change|create|edit|fix|greet|improve|insert|let|make|put|refactor|remove|rename|replace|say|set|update|use|write)\b/i
const askWords =
  /^(are|can|could|describe|do|does|explain|how|is|list|show|summari[sz]e|tell|what|where|which|who|why)\b/i

/** Sorts a prompt by its words; what is not clearly something else is a wish for a change. */
export function readWish(prompt: string): Wish {
  if (/\bcall no tools\b/i.test(prompt)) return 'summary'
  if (/^(hi|hello|hey|thanks|thank you|ok|okay|great|nice)[\s!.]*$/i.test(prompt)) return 'greeting'
  if (/^(please )?(undo|revert|take (it|that) back)\b/i.test(prompt)) return 'undo'
  if (/\b(did you|have you|you just)\b/i.test(prompt)) return 'history'
  if (askWords.test(prompt) && !changeWords.test(prompt)) return 'question'
  if (prompt.endsWith('?') && !changeWords.test(prompt)) return 'question'
  return 'change'
}

const fillers = new Set(
  (
    'about add also and another any append are change code create does edit every explain file files fix for from have hello ' +
    'here improve insert into its just like line lines make more please project read refactor remove rename replace ' +
    'should show some something tell test tests that the them then there this update use want what when where which ' +
    'will with world would write your'
  ).split(' '),
)

/** The first word that says what it is about; null when none does. */
export function keywordOf(prompt: string): string | null {
  const words = prompt.match(/[A-Za-z_][A-Za-z0-9_]{3,}/g) ?? []
  return words.find((word) => !fillers.has(word.toLowerCase())) ?? null
}

/** File names that a prompt mentions, such as `src/date.ts`. */
export function mentionedFiles(prompt: string): readonly string[] {
  return (prompt.match(/[\w@.-]+(?:\/[\w@.-]+)*\.[A-Za-z][A-Za-z0-9]{0,5}\b/g) ?? []).map((path) =>
    path.replace(/^\.\//, ''),
  )
}

/** Whom to greet, as in "say hello to Ada"; null when nobody is named. */
export function greetedName(prompt: string): string | null {
  const found = /\b[Hh](?:ello|i|ey) to (?:the )?["'<]?(\p{L}[\p{L}\p{N}_-]*(?: \p{Lu}[\p{L}\p{N}_-]*)*)/u.exec(prompt)
  const other = /\b[Gg]reets? (?:the )?["'<]?(\p{L}[\p{L}\p{N}_-]*)/u.exec(prompt)
  return found?.[1] ?? other?.[1] ?? null
}

/** `[before, after]` of "replace X with Y", "rename X to Y"; null when it says nothing of the kind. */
export function replacementIn(prompt: string): readonly [before: string, after: string] | null {
  const words =
    /\b(?:replace|change|rename|turn)\s+(?:all\s+)?(["'`]?)(.+?)\1\s+(?:with|to|by|into)\s+(["'`]?)(.+?)\3\s*[.!]?$/i
  const [, , before, , after] = words.exec(prompt) ?? []
  return before === undefined || after === undefined ? null : [before, after]
}
