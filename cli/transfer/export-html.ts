import type { SessionSummary } from '../../core/ports/session-index.ts'
import { headLines } from '../render/paint-diff.ts'
import { plural } from '../render/quantities.ts'
import { sanitize, sanitizeLine } from '../render/sanitize.ts'
import { outputLines, promptHeads } from './export-markdown.ts'
import { htmlStyle } from './html-style.ts'
import type { TranscriptPart } from './read-transcript.ts'
import { addRun, callLine, noTotals, runLine, totalsLine } from './totals.ts'

/** A session as one page that needs nothing else: no script, no font, no network. A piece at a time. */
export async function* exportHtml(
  session: SessionSummary,
  parts: AsyncIterable<TranscriptPart>,
): AsyncGenerator<string, void, void> {
  const { id, name, title, directory, model, createdAt } = session
  const heading = line(name ?? title) || line(id)
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${heading}</title>
<style>${htmlStyle}</style>
</head>
<body>
<h1>${heading}</h1>
<dl>${fact('session', id)}${fact('model', model)}${fact('directory', directory)}${fact('begun', new Date(createdAt).toISOString())}</dl>
`
  let totals = noTotals
  for await (const part of parts) {
    if (part.type === 'end') totals = addRun(totals, part.tally)
    yield `${htmlPart(part)}\n`
  }
  yield `<footer>${line(totalsLine(totals))}</footer>\n</body>\n</html>\n`
}

function htmlPart(part: TranscriptPart): string {
  switch (part.type) {
    case 'prompt': {
      return `<h2>${promptHeads[part.how]} <time>${new Date(part.at).toISOString()}</time></h2>\n<blockquote>${text(part.text)}</blockquote>`
    }
    case 'answer':
      return answer(part.text)
    case 'call':
      return call(part)
    case 'note':
      return `<p class="note">${line(part.text)}</p>`
    case 'end':
      return `<p class="note">${line(runLine(part.tally))}</p>`
  }
}

function call(part: Extract<TranscriptPart, { type: 'call' }>): string {
  const state = part.outcome === 'ok' && (part.exitCode ?? 0) === 0 ? 'ok' : 'bad'
  const summary = `<code>${line(part.title)}</code> <span class="${state}">${line(callLine(part))}</span>`
  const shown = headLines(part.output, outputLines)
  const more = shown.hidden === 0 ? '' : `\n... ${plural(shown.hidden, 'more line')}`
  const output =
    shown.text.trim() === ''
      ? `<p class="call">${summary}</p>`
      : `<details><summary>${summary}</summary><pre>${text(shown.text)}${more}</pre></details>`
  return part.diff === '' ? output : `${output}\n<pre class="diff">${diffLines(part.diff)}</pre>`
}

function diffLines(diff: string): string {
  const paint = (shown: string): string => {
    if (shown.startsWith('@@')) return `<span class="at">${shown}</span>`
    if (shown.startsWith('diff ') || /^(---|\+\+\+|new|deleted|old|index) /.test(shown)) return `<b>${shown}</b>`
    if (shown.startsWith('+')) return `<ins>${shown}</ins>`
    return shown.startsWith('-') ? `<del>${shown}</del>` : shown
  }
  return text(diff.replace(/\n$/, '')).split('\n').map(paint).join('\n')
}

/** Code blocks as such, all else as it was written. */
function answer(markdown: string): string {
  const blocks: string[] = []
  let lines: string[] = []
  let fence: string | null = null
  const flush = (): void => {
    const block = lines.join('\n')
    if (fence !== null) blocks.push(`<pre><code>${text(block)}</code></pre>`)
    else if (block.trim() !== '') blocks.push(`<p>${text(block.trim())}</p>`)
    lines = []
  }
  for (const written of markdown.split('\n')) {
    const [, mark = null] = /^ {0,3}(`{3,}|~{3,})/.exec(written) ?? []
    const opens = fence === null && mark !== null
    const closes = fence !== null && mark !== null && mark.startsWith(fence) && written.trim() === mark
    if (opens || closes) flush()
    if (opens) fence = mark
    else if (closes) fence = null
    else lines.push(written)
  }
  flush()
  return `<div class="answer">${blocks.join('\n')}</div>`
}

function fact(name: string, value: string): string {
  return `<dt>${name}</dt><dd>${line(value)}</dd>`
}

/** Safe text of one line. */
function line(written: string): string {
  return escape(sanitizeLine(written))
}

/** Safe text. */
function text(written: string): string {
  return escape(sanitize(written))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(written: string): string {
  return written.replace(/[&<>"']/g, (char) => entities[char] ?? char)
}
