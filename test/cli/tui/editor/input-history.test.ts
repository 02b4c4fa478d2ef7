import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { browseNewer, browseOlder, isBrowsing } from '../../../../cli/tui/editor/browse-history.ts'
import { draftOf, expand } from '../../../../cli/tui/editor/draft.ts'
import { edit } from '../../../../cli/tui/editor/edit.ts'
import { historyPath, openHistory, type InputHistory } from '../../../../cli/tui/editor/input-history.ts'
import { pageBytes } from '../../../../cli/tui/editor/lines-backwards.ts'
import { draftParts } from '../../../../cli/tui/editor/parts.ts'
import {
  searchedDraft,
  searchFor,
  searchNewer,
  searchOlder,
  startSearch,
} from '../../../../cli/tui/editor/search-history.ts'

let file = ''
beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), 'history-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  file = historyPath(join(made, 'data'))
})

function texts(history: InputHistory): string[] {
  const all: string[] = []
  for (let entry = history.at(0); entry; entry = history.at(all.length)) all.push(entry.text)
  return all
}
const sent = (...texts: string[]) => {
  const history = openHistory(file)
  for (const text of texts) expect(history.append([text])).toBeNull()
  return history
}

test('what was sent is found in the next session, newest first, many lines and all', () => {
  expect(texts(sent('one', 'two\nlines\u00e4漢', '  '))).toEqual(['two\nlines\u00e4漢', 'one'])
  expect(texts(openHistory(file))).toEqual(['two\nlines\u00e4漢', 'one'])
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('no file is no history', () => expect(texts(openHistory(file))).toEqual([]))

test('the same in a row is one entry, in this session, in the file and between them', () => {
  expect(texts(sent('a', 'a', 'b', 'a'))).toEqual(['a', 'b', 'a'])
  appendFileSync(file, '{"at":1,"parts":["a"]}\n{"at":1,"parts":["a"]}\n')
  expect(texts(openHistory(file))).toEqual(['a', 'b', 'a'])
  expect(texts(sent('a'))).toEqual(['a', 'b', 'a'])
})

test('torn and foreign lines are skipped, and the line after a torn one is whole', () => {
  sent('first')
  appendFileSync(file, 'nonsense\n{"at":1}\n{"parts":[7]}\n[]\n{"at":1,"parts":["to')
  sent('last')
  expect(texts(openHistory(file))).toEqual(['last', 'first'])
})

test('a paste comes back as an atom', () => {
  const paste = 'x\n'.repeat(300)
  openHistory(file).append(draftParts(edit(draftOf(['see ']), { kind: 'paste', text: paste })))
  const entry = openHistory(file).at(0)
  expect(entry?.text).toBe(`see ${paste}`)
  expect(entry?.parts[1]).toEqual({ label: '[300 lines]', paste })
})

test('the newest are read from the end, a page at a time, however long the file is', () => {
  sent('seed')
  const line = (n: number) => `${JSON.stringify({ at: n, parts: [`entry ${n} ${'ä'.repeat(100)}`] })}\n`
  writeFileSync(file, Array.from({ length: 20_000 }, (_, n) => line(n)).join(''))
  const history = openHistory(file)
  expect(history.at(0)?.text).toMatch(/^entry 19999 /)
  expect(texts(openHistory(file))).toHaveLength(5000)
  // What is not read yet is read from the file as it is by then.
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill('-', 0, bytes.length - 2 * pageBytes))
  expect(history.at(50)?.text).toMatch(/^entry 19949 /)
  expect(texts(history).length).toBeLessThan(1000)
})

test('lines longer than a page are whole', () => {
  const long = 'ä'.repeat(pageBytes)
  sent('before', long, 'after')
  expect(texts(openHistory(file))).toEqual(['after', long, 'before'])
})

test('an entry of megabytes is kept in this session only', () => {
  const huge = 'y'.repeat(2 * 1024 * 1024)
  expect(texts(sent('small', huge))).toEqual([huge, 'small'])
  expect(texts(openHistory(file))).toEqual(['small'])
})

test('what cannot be written is told, and kept for this session', () => {
  sent('first')
  const history = openHistory(join(file, 'history.jsonl'))
  expect(history.append(['text'])).toMatch(/cannot (make|write)/)
  expect(texts(history)).toEqual(['text'])
})

test('processes that write at once do not tear each other', async () => {
  const program = `
    import { openHistory } from ${JSON.stringify(join(import.meta.dirname, '../../../../cli/tui/editor/input-history.ts'))}
    const history = openHistory(process.argv[2])
    for (let n = 0; n < 200; n += 1) history.append([process.argv[1] + n + ' ' + 'z'.repeat(n * 40)])`
  const writers = ['a', 'b', 'c'].map((name) => spawn(process.execPath, ['--experimental-transform-types', '--input-type=module-typescript', '-e', program, name, file]))
  const codes = await Promise.all(writers.map(async (writer) => (await once(writer, 'exit'))[0] as number))
  expect(codes).toEqual([0, 0, 0])
  for (const line of readFileSync(file, 'utf8').split('\n')) if (line !== '') JSON.parse(line)
  const all = texts(openHistory(file)).map((text) => text.split(' ')[0])
  expect(all.length).toBe(600)
  expect(all.filter((text) => text?.startsWith('b'))).toEqual(Array.from({ length: 200 }, (_, n) => `b${199 - n}`))
}) // prettier-ignore

const listed = (...newestFirst: string[]): InputHistory => ({
  at: (index) => (newestFirst[index] === undefined ? null : { parts: [newestFirst[index]], text: newestFirst[index] }),
  append: () => null,
})

test('the arrows go back and come back to what was being written, with what was changed on the way', () => {
  const history = listed('new', 'old')
  const draft = draftOf(['unsent'])
  const first = browseOlder(null, draft, history)!
  expect(expand(first.shown)).toBe('new')
  const changed = edit(first.shown, { kind: 'insert', text: '!' })
  const second = browseOlder(first, changed, history)!
  expect(expand(second.shown)).toBe('old')
  expect(browseOlder(second, second.shown, history)).toBeNull()
  const back = browseNewer(second, second.shown, history)!
  expect(expand(back.shown)).toBe('new!')
  const home = browseNewer(back, back.shown, history)!
  expect(home.shown).toBe(draft)
  expect(browseNewer(home, home.shown, history)).toBeNull()
  expect(browseNewer(null, draft, history)).toBeNull()
  expect(browseOlder(null, draft, listed())).toBeNull()
})

test('an entry that was touched is browsed no more: the arrows move in it', () => {
  const browse = browseOlder(null, draftOf(['x']), listed('a\nb'))!
  expect(isBrowsing(browse, browse.shown)).toBe(true)
  expect(isBrowsing(browse, edit(browse.shown, { kind: 'left' }))).toBe(false)
  expect(isBrowsing(null, browse.shown)).toBe(false)
})

test('a search narrows as it is typed, goes on to older matches and comes back', () => {
  const history = listed('fix the test', 'Run it', 'test again', 'fix the test', 'write tests')
  const kept = draftOf(['unsent'])
  const show = (search: ReturnType<typeof startSearch>): [string, boolean] => [expand(searchedDraft(search, history)), search.failed]
  let search = startSearch(kept)
  expect(searchedDraft(search, history)).toBe(kept)
  search = searchFor(search, 'te', history)
  expect(show(search)).toEqual(['fix the test', false])
  search = searchFor(search, 'test', history)
  expect(show(search)).toEqual(['fix the test', false])
  search = searchOlder(search, history)
  expect(show(search)).toEqual(['test again', false])
  search = searchOlder(searchOlder(search, history), history)
  expect(show(search)).toEqual(['write tests', false])
  search = searchOlder(search, history)
  expect(show(search)).toEqual(['write tests', true])
  search = searchNewer(search, history)
  expect(show(search)).toEqual(['fix the test', false])
  expect(show(searchFor(search, 'testx', history))).toEqual(['fix the test', true])
  expect(show(searchFor(search, '', history))).toEqual(['unsent', false])
  expect(show(searchFor(startSearch(kept), 'run', history))).toEqual(['Run it', false])
  expect(show(searchFor(startSearch(kept), 'rUn', history))).toEqual(['unsent', true])
}) // prettier-ignore
