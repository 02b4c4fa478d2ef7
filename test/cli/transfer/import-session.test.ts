import { expect, test } from 'vitest'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { hashBlob } from '../../../core/store/hash-blob.ts'
import { forkSession } from '../../../cli/transfer/fork-session.ts'
import { loadState, thisProcess } from '../../../core/host/index.ts'
import { isBlobRef, type BlobRef } from '../../../core/values/blob-ref.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import type { BlobLine, EntryLine, HeaderLine, TransferLine } from '../../../cli/transfer/transfer-line.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { fakeTool, openRig } from '../../support/host-rig.ts'
import { expectSoundLog } from '../../support/run-laws.ts'
import { seededRandom } from '../../support/seeded-random.ts'
import { importSession } from '../../../cli/transfer/import-session.ts'
import { exported, imported, openSample, parse, render } from './sample.ts'

const sample = 'sample' as SessionId

/** An exported session without what an import may change: its id, its directory, and the record of the import. */
function comparable(text: string): string {
  return render(
    parse(text).flatMap((line): TransferLine[] => {
      if (line.kind === 'lightspeed.session')
        return [{ ...line, session: { ...line.session, id: sample, directory: '', head: 0 } }]
      if (line.kind === 'end') return [{ ...line, entries: 0 }]
      return line.kind === 'entry' && line.event === 'session.imported' ? [] : [line]
    }),
  )
}

test('an export has every blob once, before the entry that needs it, and the files of the workspace', async () => {
  const { store } = await openSample()
  const text = await exported(store, sample)
  const lines = parse(text)
  const seen = new Set<BlobRef>()
  for (const line of lines) {
    if (line.kind === 'blob') {
      expect(seen).not.toContain(line.ref)
      expect(hashBlob(Buffer.from(line.data, line.encoding))).toBe(line.ref)
      seen.add(line.ref)
    }
    if (line.kind !== 'entry') continue
    for (const [ref] of JSON.stringify(line.payload).matchAll(/sha256:[0-9a-f]{64}/g))
      expect(isBlobRef(ref) && seen.has(ref)).toBe(true)
  }
  const files = ['one\n', 'two\n', '\0\u00ff\u0080\n'].map((content) => hashBlob(Buffer.from(content, 'latin1')))
  expect([...seen]).toEqual(expect.arrayContaining(files))
  expect(lines.at(-1)).toEqual({
    kind: 'end',
    entries: lines.filter(({ kind }) => kind === 'entry').length,
    blobs: seen.size,
  })
  // A person may look at it in a terminal.
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
})

test('export, import, export: the same bytes but for id and import', async () => {
  const { store } = await openSample()
  const first = await exported(store, sample)
  const there = openMemoryStore()
  expect(await imported(first, there)).toBe(sample)
  const second = await exported(there, sample)
  expect(comparable(second)).toBe(comparable(first))
  const fresh = await imported(second, there, true)
  expect(fresh).not.toBe(sample)
  expect(comparable(await exported(there, fresh))).toBe(comparable(first))
  expect(await there.sessions.get(fresh)).toMatchObject({
    directory: '/here',
    origin: { type: 'import', session: sample },
  })
  const { state } = await loadState(there, sample)
  expect(state.workspace.mounts[0]?.source).toBeNull()
  expect(state.context).toEqual((await loadState(store, sample)).state.context)
})

test('an id that is here already is refused, and what is here stays', async () => {
  const { store } = await openSample()
  const text = await exported(store, sample)
  await expect(imported(text, store)).rejects.toThrow(/session sample is here already; --as-new/)
  expect(await exported(store, sample)).toBe(text)
})

type Damage = (lines: TransferLine[]) => readonly unknown[] | string

const entry = (lines: readonly TransferLine[], event: string) =>
  lines.findIndex((line) => line.kind === 'entry' && line.event === event)
const edit = (lines: readonly TransferLine[], at: number, change: object) =>
  lines.map((line, index) => (index === at ? { ...line, ...change } : line))
const editEntry = (lines: readonly TransferLine[], event: string, payload: object) => {
  const at = entry(lines, event)
  return edit(lines, at, { payload: { ...(lines[at] as EntryLine).payload, ...payload } })
}
const header = (lines: readonly TransferLine[], session: object) =>
  edit(lines, 0, { session: { ...(lines[0] as HeaderLine).session, ...session } })

test.each<readonly [string, Damage, RegExp]>([
  ['an empty file', () => '', /it is empty/],
  ['no JSON', () => 'hello\n', /line 1 is not JSON/],
  ['another JSONL', () => '{"kind":"session"}\n', /does not begin as an exported session/],
  ['a newer schema', (lines) => edit(lines, 0, { schema: 2 }), /schema 2, newer than this lightspeed: upgrade/],
  ['an id that leads elsewhere', (lines) => header(lines, { id: '../x' }), /does not say which session/],
  ['a missing end', (lines) => lines.slice(0, -1), /cut short/],
  ['a cut line', (lines) => render(lines).slice(0, -5), /not JSON/],
  ['two sessions', (lines) => [...lines, ...lines], /stands behind the end/],
  ['a changed byte', (lines) => edit(lines, 1, { data: `${(lines[1] as BlobLine).data}x` }), /bytes are not those of/],
  ['a blob twice', (lines) => lines.toSpliced(2, 0, lines[1] as TransferLine), /repeats sha256/],
  ['a missing blob', (lines) => lines.toSpliced(1, 1), /as many entries and blobs/],
  [
    'a missing blob that is not counted',
    (lines) =>
      edit(lines.toSpliced(1, 1), lines.length - 2, { blobs: lines.filter(({ kind }) => kind === 'blob').length - 1 }),
    /no blob sha256/,
  ],
  ['a gap', (lines) => lines.toSpliced(entry(lines, 'run.started'), 1), /has seq \d+ where \d+ is due/],
  [
    'a newer event',
    (lines) => edit(lines, entry(lines, 'run.started'), { version: 9 }),
    /newer than this lightspeed: upgrade/,
  ],
  [
    'an unknown event',
    (lines) => edit(lines, entry(lines, 'run.started'), { event: 'run.sung' }),
    /run\.sung v1, newer than/,
  ],
  [
    'an event without its fields',
    (lines) => editEntry(lines, 'turn.generated', { items: null }),
    /turn\.generated does not have the fields/,
  ],
  [
    'a mount that leads out',
    (lines) => editEntry(lines, 'workspace.mounted', { path: '/../etc' }),
    /mount path .*: must be an absolute path/,
  ],
  [
    'an opId twice',
    (lines) => edit(lines, entry(lines, 'run.finished'), { opId: 'cmd/create' }),
    /was recorded before/,
  ],
  [
    'a session that was never created',
    (lines) => edit(lines, entry(lines, 'session.created'), { event: 'session.renamed', payload: { name: 'x' } }),
    /has not been created/,
  ],
  [
    'a unit of work to come',
    (lines) => edit(lines, lines.length - 2, { opId: 'r9/t9/model' }),
    /r9\/t9\/model is recorded without/,
  ],
  [
    'a takeover beyond counting',
    (lines) => edit(lines, lines.length - 2, { opId: 'takeover/99999999999' }),
    /cannot be/,
  ],
])('%s is refused and leaves nothing behind', async (_name, damage, reason) => {
  const { store } = await openSample()
  const lines = parse(await exported(store, sample))
  const damaged = damage(lines)
  const there = openMemoryStore()
  const error = await imported(typeof damaged === 'string' ? damaged : render(damaged), there).catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ message: expect.stringMatching(reason), code: expect.any(String) })
  expect(await there.sessions.list()).toEqual([])
  const refs = lines.flatMap((line) => (line.kind === 'blob' ? [line.ref] : []))
  expect(await there.blobs.has(refs)).toEqual(new Set())
})

test('whatever byte of a file is changed, the import is whole or leaves nothing', async () => {
  const { store } = await openSample()
  const bytes = Buffer.from(await exported(store, sample))
  const random = seededRandom(7)
  let refused = 0
  for (let round = 0; round < 300; round++) {
    const changed = Buffer.from(bytes)
    changed[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
    const there = openMemoryStore()
    try {
      const id = await imported(changed.toString('utf8'), there)
      expect(await there.log.head(id)).toBe((await there.sessions.get(id))?.head)
    } catch (error) {
      refused += 1
      expect(error).toHaveProperty('code')
      expect(await there.sessions.list()).toEqual([])
    }
  }
  expect(refused).toBeGreaterThan(200)
})

test('a session that was cut in a run goes on here: what was open is not done again, then the run is finished', async () => {
  const there = openMemoryStore()
  const source = openMemoryStore()
  let begun = 0
  const hang = fakeTool('hang', 'pure', (signal) => {
    begun += 1
    return new Promise((resolve) =>
      signal.addEventListener('abort', () => resolve({ outcome: 'cancelled', text: 'stopped' })),
    )
  })
  const models = fakeModels(({ items }) =>
    items.at(-1)?.['role'] === 'tool' ? { text: 'done' } : { calls: [{ name: 'hang' }, { name: 'hang' }] },
  )
  const rig = await openRig(source, models, [hang], { session: sample })
  // Epochs have been counted there: takeover records must not be mistaken for those of this machine.
  await rig.ask('go')
  const stop = new AbortController()
  const driving = rig.drive(stop.signal)
  while (begun < 2) await new Promise((resolve) => setImmediate(resolve))
  stop.abort()
  await driving
  await imported(await exported(source, sample), there)
  const here = await openRig(there, models, [hang], { session: sample })
  expect(await here.drive()).toEqual({ type: 'idle' })
  expect(begun).toBe(2)
  const log = await here.log()
  expectSoundLog(log)
  expect(log.flatMap(({ event }) => (event.kind === 'tool.finished' ? [event.outcome] : []))).toEqual([
    'unknown',
    'unknown',
  ])
  expect(log.at(-1)?.event).toMatchObject({ kind: 'run.finished', outcome: { type: 'completed' } })
})

test('takeovers that the log has are counted on from: the next one here is not taken for one of them', async () => {
  const { store } = await openSample()
  const lines = parse(await exported(store, sample))
  const text = render(edit(lines, entry(lines, 'workspace.mounted'), { opId: 'takeover/7' }))
  const there = openMemoryStore()
  await imported(text, there)
  const summary = await there.sessions.get(sample)
  if (summary === null) throw new Error('no session')
  const { id } = await forkSession({ source: summary, at: null, name: null, now: 1 }, there)
  for (const session of [sample, id]) {
    const acquired = await there.leases.acquire(session, thisProcess(), 1, 1, () => true)
    expect(acquired).toMatchObject({ status: 'acquired', lease: { epoch: 8 } })
  }
})

test.each([
  ['/nowhere/session.jsonl', '/nowhere/session.jsonl: no such file or directory'],
  ['/dev/null/session.jsonl', '/dev/null/session.jsonl: no such file or directory'],
  ['/', '/: that is a directory, not a file'],
])('%s is a mistake of whoever typed it: %s', async (file, message) => {
  const importing = importSession({ file, asNew: false, directory: '/here', now: 5 }, openMemoryStore())
  await expect(importing).rejects.toMatchObject({ code: 'usage', message })
})
