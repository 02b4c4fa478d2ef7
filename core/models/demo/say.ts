import type { Step } from './episode.ts'
import { changesIn } from './episode.ts'
import { greetedName } from './read-prompt.ts'

/** Which files were changed, in a sentence. */
export function aboutChanges(steps: readonly Step[], when: string): string {
  const paths = [...new Set(changesIn(steps).map(({ args }) => `\`${String(args.path)}\``))]
  return paths.length === 0 ? `${when} I have changed nothing.` : `${when} I have changed ${paths.join(', ')}.`
}

/** What there is in a directory. */
export function answerTo(files: readonly string[]): string {
  const shown = files.slice(0, 10).map((path) => `- \`${path}\``)
  const more = files.length > shown.length ? [`- and ${files.length - shown.length} more`] : []
  const title = `There ${files.length === 1 ? 'is one file' : `are ${files.length} files`} here:`
  return [title, ...shown, ...more].join('\n')
}

/** What a file seems to be, from its first words and the names it gives away. */
export function aboutFile(path: string, lines: readonly string[] | null, files: readonly string[]): string {
  const text = (lines ?? []).join('\n')
  const names = [...text.matchAll(/\b(?:function|class|def|fn|func|interface|type|const)\s+([A-Za-z_]\w*)/g)]
  const quoted = names.slice(0, 8).map(([, name = '']) => `\`${name}\``)
  const title = (lines ?? []).find((line) => line.trim() !== '')?.trim()
  const about = title === undefined ? 'It is empty.' : `It begins with: ${title}`
  const defines = quoted.length === 0 ? '' : ` It defines ${quoted.join(', ')}.`
  return `\`${path}\` has ${lines?.length ?? 'many'} lines. ${about}${defines}\n\n${answerTo(files)}`
}

/** The content of a file that did not exist. */
export function newFile(path: string, prompt: string): string {
  const greeting = `Hello, ${greetedName(prompt) ?? 'world'}!`
  if (/\.[cm]?[jt]s$/.test(path)) return `console.log('${greeting}')\n`
  if (path.endsWith('.py')) return `print("${greeting}")\n`
  if (/\.sh$/.test(path)) return `#!/bin/sh\necho '${greeting}'\n`
  if (/\.html?$/.test(path)) return `<!doctype html>\n<title>${greeting}</title>\n<h1>${greeting}</h1>\n`
  return `# ${greeting}\n\n${prompt}\n`
}
