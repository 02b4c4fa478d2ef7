import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { CommandId, SessionId } from '../../../../core/values/ids.ts'
import { emptyDraft, draftOf, expand, type Draft } from '../../../../cli/tui/editor/draft.ts'
import { openDraftStore, type Later } from '../../../../cli/tui/editor/draft-store.ts'
import { edit } from '../../../../cli/tui/editor/edit.ts'

let data = ''
beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), 'drafts-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  data = made
})
const place = { session: 's1' }
const drafts = () => join(data, 'drafts')
const files = () => readdirSync(drafts()).map((name) => join(drafts(), name))
const stored = () => JSON.parse(readFileSync(files()[0]!, 'utf8')) as { readonly owner: unknown }
const sendingOf = (command: string, words: string) => {
  return { session: 's1' as SessionId, command: command as CommandId, parts: [words] }
}
const text = (draft: Draft | null) => draft && expand(draft)

/** Timers that ring when told to. */
function byHand(): { later: Later; ring: () => void; waiting: () => number } {
  const waiting = new Set<() => void>()
  return {
    later: (_ms, run) => {
      waiting.add(run)
      return () => void waiting.delete(run)
    },
    ring: () => {
      for (const run of waiting) run()
      waiting.clear()
    },
    waiting: () => waiting.size,
  }
}

/** A terminal that wrote a draft and was killed. */
function crashed(...texts: string[]): void {
  const module = JSON.stringify(join(import.meta.dirname, '../../../../cli/tui/editor'))
  const program = `
    const { openDraftStore } = await import(${module} + '/draft-store.ts')
    const { draftOf } = await import(${module} + '/draft.ts')
    const store = openDraftStore(process.argv[1], { session: 's1' })
    store.changed(draftOf([process.argv[2]]))
    store.flush()
    process.kill(process.pid, 'SIGKILL')`
  for (const draft of texts) {
    const flags = ['--experimental-transform-types', '--no-warnings', '--input-type=module', '-e', program]
    expect(spawnSync(process.execPath, [...flags, data, draft]).signal).toBe('SIGKILL')
  }
}

test('an unsent draft of a terminal that was killed is restored, once', () => {
  crashed('precious\nlines')
  expect(text(openDraftStore(data, { session: 'other' }).restored)).toBeNull()
  expect(text(openDraftStore(data, place).restored)).toBe('precious\nlines')
  expect(openDraftStore(data, place).restored).toBeNull()
})

test('a restored draft survives the next crash too, and is gone when it is sent', () => {
  crashed('precious')
  const store = openDraftStore(data, place)
  const [file] = files()
  expect(JSON.parse(readFileSync(file!, 'utf8'))).toMatchObject({ owner: { pid: process.pid }, parts: ['precious'] })
  store.changed(emptyDraft)
  store.flush()
  expect(files()).toEqual([])
})

test('what is sent is kept beside the next draft until it is settled, and told to whoever adopts it', () => {
  const store = openDraftStore(data, place)
  const [first, second] = ['c1', 'c2'].map((command) => sendingOf(command, `${command} words`))
  store.changed(draftOf(['c1 words']))
  store.flush()
  store.changed(emptyDraft)
  store.sending(first!)
  expect(stored()).toMatchObject({ parts: [], sending: [first] })
  store.changed(draftOf(['next']))
  store.sending(second!)
  expect(stored()).toMatchObject({ parts: ['next'], sending: [first, second] })
  store.settled(first!.command)
  expect(stored()).toMatchObject({ parts: ['next'], sending: [second] })
  writeFileSync(
    files()[0]!,
    JSON.stringify({ ...stored(), owner: { host: hostname(), pid: 2 ** 22 + 1, startedAt: 'x' } }),
  )
  const next = openDraftStore(data, place)
  expect(text(next.restored)).toBe('next')
  expect(next.unsettled).toEqual([second])
  next.changed(emptyDraft)
  next.settled(second!.command)
  expect(files()).toEqual([])
})

test('drafts are written when the typing rests, private and whole, pastes and all', () => {
  const { later, ring, waiting } = byHand()
  const store = openDraftStore(data, place, later)
  const paste = 'x\n'.repeat(2000)
  store.changed(draftOf(['a']))
  store.changed(edit(draftOf(['ab']), { kind: 'paste', text: paste }))
  expect(waiting()).toBe(1)
  ring()
  const [file, ...others] = files()
  expect(others).toEqual([])
  expect(statSync(file!).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(file!, 'utf8')).parts).toEqual(['ab', { label: '[2000 lines]', paste }])
  store.changed(emptyDraft)
  ring()
  expect(files()).toEqual([])
})

test('what is sent before it was written is not written after', () => {
  const { later, ring } = byHand()
  const store = openDraftStore(data, place, later)
  store.changed(draftOf(['sent']))
  store.changed(emptyDraft)
  store.sending(sendingOf('c1', 'sent'))
  store.settled('c1' as CommandId)
  ring()
  expect(files()).toEqual([])
  expect(store.flush()).toBeNull()
  store.changed(draftOf(['next']))
  store.flush()
  expect(files()).toHaveLength(1)
})

test('two terminals on one session keep a draft each, and each crash is restored', () => {
  const mine = openDraftStore(data, place)
  crashed('first', 'second')
  mine.changed(draftOf(['mine']))
  mine.flush()
  // The second one that crashed had adopted what the first left, and wrote its own over it.
  const next = openDraftStore(data, place)
  expect(text(next.restored)).toBe('second')
  next.changed(emptyDraft)
  next.flush()
  expect(files()).toHaveLength(1)
})

test('a draft of a directory goes with the session that begins there', () => {
  const store = openDraftStore(data, { directory: '/work' })
  store.moveTo({ session: 's2' })
  expect(store.flush()).toBeNull()
  store.changed(draftOf(['a']))
  store.flush()
  store.moveTo({ session: 's3' })
  store.changed(draftOf(['ab']))
  store.flush()
  expect(files().map((file) => JSON.parse(readFileSync(file, 'utf8')).parts)).toEqual([['ab']])
})

test('what is no draft is left alone, and what cannot be written is told', () => {
  crashed('precious')
  const [file] = files()
  writeFileSync(file!, '{"owner":')
  expect(openDraftStore(data, place).restored).toBeNull()
  expect(files()).toEqual([file])
  const store = openDraftStore(file!, place)
  store.changed(draftOf(['a']))
  expect(store.flush()).toMatch(/cannot keep the draft in/)
  expect(store.flush()).toBeNull()
})
