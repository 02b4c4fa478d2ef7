import { chooseFile, listedFiles, matchedFiles } from './choose-file.ts'
import { deriveEdit, readLines } from './derive-edit.ts'
import type { Episode, Step } from './episode.ts'
import { changesIn, succeeded } from './episode.ts'
import { keywordOf, mentionedFiles, readWish } from './read-prompt.ts'
import { aboutChanges, aboutFile, answerTo, newFile } from './say.ts'

/** What the demo says next, and which tools it asks for. */
export interface Act {
  readonly text: string
  readonly calls: readonly { readonly name: string; readonly args: Readonly<Record<string, unknown>> }[]
}

/** Levels of the directory that it looks at. */
const listDepth = 3

/** Steps after which it stops whatever happens. */
const mostSteps = 12

/** The next act of a small helpful agent: look, read, change, check, report. A pure function of the window. */
export function nextAct(episode: Episode): Act {
  const act = nextWork(episode)
  if (episode.images === 0 || episode.steps.length > 0 || readWish(episode.prompt) === 'summary') return act
  const seen = episode.images === 1 ? 'an image' : `${episode.images} images`
  return { ...act, text: `I see ${seen}, and that is all that a script can say of it. ${act.text}` }
}

function nextWork(episode: Episode): Act {
  const { prompt, steps, earlier, tools } = episode
  const wish = readWish(prompt)
  if (wish === 'summary') return say(aboutChanges([...earlier, ...steps], 'So far'))
  if (wish === 'greeting') return say('Hello! Tell me what to change in this directory, or ask what is in it.')
  if (wish === 'history') return say(aboutChanges(earlier, 'In this session'))
  if (!tools.has('list') || !tools.has('read')) {
    return say('I have no file tools here, so I can only talk. Mount a directory with `--mount .` to see me work.')
  }
  if (steps.length >= mostSteps) return say(aboutChanges(steps, 'I stop here'))
  if (wish === 'undo') return undo(episode)
  const listing = last(steps, 'list')
  if (listing === null) return look(episode)
  if (/No directory is mounted/.test(listing.result)) {
    return say('No directory is mounted in this session. Start again with `--mount .`.')
  }
  return work(episode, listedFiles(listing.result), wish === 'question')
}

function look({ prompt, tools }: Episode): Act {
  const keyword = keywordOf(prompt)
  const list = { name: 'list', args: { path: '.', depth: listDepth } }
  if (keyword === null || !tools.has('grep')) return { text: "I'll look at what is here first.", calls: [list] }
  const grep = { name: 'grep', args: { pattern: keyword, ignore_case: true, limit: 20 } }
  return { text: `I'll look at what is here, and where \`${keyword}\` occurs.`, calls: [list, grep] }
}

function work(episode: Episode, files: readonly string[], isQuestion: boolean): Act {
  const { prompt, steps, tools } = episode
  if (isQuestion && files.length === 0) return say('There are no files here yet. Ask me to write one.')
  const wanted = mentionedFiles(prompt).find(
    (path) => !files.some((file) => file === path || file.endsWith(`/${path}`)),
  )
  const makes = files.length === 0 || (wanted !== undefined && /\b(add|create|new|write)\b/i.test(prompt))
  if (!isQuestion && makes) return write(episode, files, wanted ?? 'hello.md')
  const matched = matchedFiles(last(steps, 'grep')?.result ?? '')
  const overview = isQuestion && keywordOf(prompt) === null ? files.find((file) => /^readme\b/i.test(file)) : undefined
  const path = overview ?? chooseFile(files, matched, prompt)
  if (path === null) return isQuestion ? say(answerTo(files)) : write(episode, files, 'NOTES.md')
  const read = steps.find((step) => step.name === 'read' && step.args.path === path)
  if (read === undefined)
    return { text: `\`${path}\` looks like the place. I'll read it.`, calls: [{ name: 'read', args: { path } }] }
  const lines = readLines(read.result)
  if (isQuestion) return say(aboutFile(path, lines, files))
  if (lines === null) return say(`I could not read all of \`${path}\`, so I leave it alone: ${firstLine(read.result)}`)
  if (!tools.has('edit')) return say('I may only read here, so nothing was changed.')
  return change(episode, path, lines, files)
}

function change(episode: Episode, path: string, lines: readonly string[], files: readonly string[]): Act {
  const { prompt, steps, tools } = episode
  const made = last(steps, 'edit')
  const edit = deriveEdit(prompt, path, lines)
  if (edit === null) return write(episode, files, 'NOTES.md')
  if (made === null) {
    const { oldText, newText, everywhere } = edit
    const args = { path, old_string: oldText, new_string: newText, ...(everywhere ? { replace_all: true } : {}) }
    return { text: 'I see. Here is the change:', calls: [{ name: 'edit', args }] }
  }
  if (!succeeded(made))
    return say(`The edit of \`${path}\` did not work, so nothing was changed: ${firstLine(made.result)}`)
  const check = files.find((file) => file === path.replace(/(\.[cm]?js)$/, '.test$1') && file !== path)
  if (check !== undefined && tools.has('shell') && last(steps, 'shell') === null) {
    return {
      text: `\`${check}\` tests it. I'll run that.`,
      calls: [{ name: 'shell', args: { command: `node --test ${check}` } }],
    }
  }
  return report(steps, `In \`${path}\`, ${edit.why}.`)
}

/** Makes a file, never over one that is there. */
function write({ prompt, steps, tools }: Episode, files: readonly string[], path: string): Act {
  const written = last(steps, 'write')
  if (!tools.has('write')) return say('I may only read here, so nothing was written.')
  if (written === null) {
    const unseen = path.split('/').length > listDepth
    if (unseen || files.includes(path))
      return say(`I leave \`${path}\` alone: ${unseen ? 'it lies too deep' : 'it is there already'}.`)
    const args = { path, content: newFile(path, prompt) }
    return { text: `I'll write \`${path}\`.`, calls: [{ name: 'write', args }] }
  }
  if (!succeeded(written)) return say(`Writing \`${path}\` did not work: ${firstLine(written.result)}`)
  return report(steps)
}

/** Takes the newest edit back by its opposite. */
function undo({ steps, earlier }: Episode): Act {
  const edit = changesIn(earlier).findLast(({ name }) => name === 'edit')
  if (edit === undefined) return say('There is no edit of mine to undo.')
  const done = last(steps, 'edit')
  const { path, old_string, new_string } = edit.args
  if (done === null) {
    const args = { path, old_string: new_string, new_string: old_string }
    return { text: `I'll take back the edit of \`${String(path)}\`.`, calls: [{ name: 'edit', args }] }
  }
  return say(
    succeeded(done) ? `\`${String(path)}\` is as it was before.` : `That did not work: ${firstLine(done.result)}`,
  )
}

function report(steps: readonly Step[], what = ''): Act {
  const test = last(steps, 'shell')
  const exit = /^exit code: (\d+)/m.exec(test?.result ?? '')?.[1]
  const checked =
    test === null ? '' : exit === '0' ? ' Its test passes.' : ` Its test did not pass (exit code ${exit ?? 'unknown'}).`
  return say(`Done. ${what === '' ? aboutChanges(steps, 'In this run') : what}${checked}`)
}

function say(text: string): Act {
  return { text, calls: [] }
}

function last(steps: readonly Step[], name: string): Step | null {
  return steps.findLast((step) => step.name === name) ?? null
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
