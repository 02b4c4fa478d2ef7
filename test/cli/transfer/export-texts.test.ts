import { expect, test } from 'vitest'
import { exportHtml } from '../../../cli/transfer/export-html.ts'
import { exportMarkdown } from '../../../cli/transfer/export-markdown.ts'
import { readTranscript, type TranscriptPart } from '../../../cli/transfer/read-transcript.ts'
import { emptyTally } from '../../../cli/outcome/run-tally.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import { fakeFormat } from '../../support/fake-model.ts'
import { collect, openSample } from './sample.ts'

const hostile = '\u001b]52;c;b3duZWQ=\u0007\u009b31m\u202e</pre><script>alert(1)</script><img src=http://evil/x>&"\''
const session = {
  id: 's1' as SessionId,
  name: null,
  directory: `/d ${hostile}`,
  model: 'm/x',
  title: `# ${hostile} \`tick\``,
  createdAt: 0,
  updatedAt: 0,
  head: 1,
}
const call = (part: object): TranscriptPart => ({
  ...{ type: 'call', title: 'Bash ls', outcome: 'ok', exitCode: 0, durationMs: 1200, output: '', diff: '' },
  ...part,
})
const parts: readonly TranscriptPart[] = [
  { type: 'prompt', at: 0, how: 'run', text: `do it\n${hostile}` },
  { type: 'answer', text: `Here:\n\n\`\`\`js\nlet a = "<b>"\n${hostile}` },
  call({
    title: `Edit \`x\` ${hostile}`,
    diff: 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-<old>\n+```new\n',
  }),
  call({
    outcome: 'error',
    exitCode: 2,
    output: Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n'),
  }),
  { type: 'note', text: hostile },
  {
    type: 'end',
    tally: {
      ...emptyTally('k' as CommandId),
      turns: 2,
      costMicroUsd: 5_000_000,
      isLowerBound: true,
      outcome: { type: 'completed' },
    },
  },
]

async function* stream() {
  yield* parts
}

const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/

test('Markdown has prompts, answers, calls with their outcome, diffs and totals', async () => {
  const text = (await collect(exportMarkdown(session, stream()))).join('')
  expect(text).toContain('## Prompt, 1970-01-01T00:00:00.000Z\n\n> do it\n> ')
  expect(text).toContain('**✗** `Bash ls` (error, exit 2, 1.2 s)')
  expect(text).toContain('line 59\n... 40 more lines\n```')
  expect(text).not.toContain('line 60')
  expect(text).toMatch(/1 run, 2 turns, 0 tool calls, ≥0 in, ≥0 out, ≥\$5\.00\n$/)
  expect(text).not.toMatch(controls)
  // The answer's open block is closed, and the diff's own fence does not close its block.
  expect(text.match(/^```$/gm)).toHaveLength(3)
  expect(text).toContain('````diff\n')
  expect(text).toContain('+```new\n````\n')
  expect(text.split('\n')[0]).toMatch(/^# \\# .*\\<script\\>/)
})

test('HTML needs nothing else, runs nothing, and shows hostile text as text', async () => {
  const html = (await collect(exportHtml(session, stream()))).join('')
  expect(html).toMatch(/^<!doctype html>/)
  expect(html).not.toMatch(controls)
  expect(html).toContain("default-src 'none'")
  expect(html).toContain('prefers-color-scheme: dark')
  expect(html).toContain('@media print')
  expect(html).not.toMatch(/<(script|img|link|iframe|object|a)\b/i)
  expect(html).not.toMatch(/\b(src|href|on\w+)="/)
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(html).toContain('<pre><code>let a = &quot;&lt;b&gt;&quot;')
  expect(html).toContain('<del>-&lt;old&gt;</del>\n<ins>+```new</ins>')
  const tags = [...html.matchAll(/<(\/?)(details|pre|code|div|p|blockquote|summary|span|dl|dd|dt|ins|del|b|h1|h2)\b/g)]
  const open = new Map<string, number>()
  for (const [, slash, name = ''] of tags) open.set(name, (open.get(name) ?? 0) + (slash === '' ? 1 : -1))
  expect([...open.values()].every((count) => count === 0)).toBe(true)
})

test('a transcript is read from the log: prompts, answers, a call with its diff, ends', async () => {
  const { store } = await openSample()
  const summary = await store.sessions.get('sample' as SessionId)
  if (summary === null) throw new Error('no session')
  const read = await collect(readTranscript(summary, store, fakeFormat))
  expect(read.map(({ type }) => type)).toEqual([
    ...['note', 'note', 'prompt', 'answer', 'call', 'answer', 'end', 'prompt', 'answer', 'end'],
  ])
  expect(read.find(({ type }) => type === 'prompt')).toMatchObject({ text: 'fix it', how: 'run' })
  const made = read.find((part) => part.type === 'call')
  expect(made).toMatchObject({ title: 'change', outcome: 'ok' })
  expect(made?.diff).toContain('-one\n+two\n')
})
