import type { Script } from '../../test/support/mock-provider/script.ts'

/** Of the answer that is streamed. */
export const streamChars = 60_000
export const streamDeltas = 3_000
export const streamMs = 10_000
/** The last words of it. */
export const streamEnd = 'THE END OF IT'

const section = (number: number): string => `
## Part ${number}

The reader walks the tree from the *root* down, and keeps what it has seen in \`seen-${number}\`. A paragraph like this one is
what an answer mostly consists of: **some words** that are stressed, a [link](https://example.test/${number}), and text that
has to be wrapped because it is longer than the screen is wide.

- the first thing to be done in step ${number}, in some detail
- the second, with \`code\` in it
  1. and something below it
- the third

\`\`\`ts
export function step${number}(tree: Tree, seen: Set<string>): readonly string[] {
  // Children come in the order of their names.
  const names = [...tree.keys()].filter((name) => !seen.has(name)).sort()
  return names.map((name) => \`\${name}:\${tree.get(name)?.size ?? 0}\`)
}
\`\`\`

| step | calls | time |
| ---- | ----: | ---: |
| ${number} | ${number * 3} | ${number * 7} ms |
`

/** Markdown with some code, as models write it. */
export function markdownOf(chars: number): string {
  let text = ''
  for (let number = 1; text.length < chars; number++) text += section(number)
  return text.slice(0, chars - streamEnd.length - 2).trimEnd() + `\n\n${streamEnd}`
}

/** `stream` asks for the long answer, at its pace; anything else is answered at once. */
export const script: Script = ({ userText }) =>
  /\bstream\b/.test(userText)
    ? { text: markdownOf(streamChars), deltaChars: streamChars / streamDeltas, spreadMs: streamMs }
    : { text: 'DONE' }
