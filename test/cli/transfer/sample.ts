import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { importSession } from '../../../cli/transfer/import-session.ts'
import { exportJsonl } from '../../../cli/transfer/export-jsonl.ts'
import type { TransferLine } from '../../../cli/transfer/transfer-line.ts'
import type { Store } from '../../../core/ports/store.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { hashBlob } from '../../../core/store/hash-blob.ts'
import { openStage } from '../../../core/effects/stage.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import { editTree } from '../../../vfs/tree/edit.ts'
import { emptyTree, fileContent } from '../../../vfs/tree/write.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { fakeTool, openRig } from '../../support/host-rig.ts'

/** A session with a workspace of two directories, one tool call that changes it, and two runs. */
export async function openSample(store: Store = openMemoryStore(), session = 'sample' as SessionId) {
  const stage = openStage(store.blobs, hashBlob)
  const file = (bytes: Uint8Array) => fileContent(bytes, false, stage)
  const before = { 'src/a.txt': file(Buffer.from('one\n')), 'src/deep/b.bin': file(Buffer.from([0, 255, 128, 10])) }
  const base = await editTree(emptyTree(stage), new Map(Object.entries(before)), stage)
  const head = await editTree(base, new Map([['src/a.txt', file(Buffer.from('two\n'))]]), stage)
  await store.blobs.put(stage.staged().map(({ bytes }) => bytes))
  const models = fakeModels(({ items }) =>
    items.at(-1)?.['role'] === 'tool' || items.length > 2
      ? { text: 'done \u001b[31mred\u009b' }
      : { text: 'on it', calls: [{ name: 'change' }] },
  )
  const change = fakeTool('change', 'transactional', () =>
    Promise.resolve({ outcome: 'ok', text: 'changed', moves: [{ path: '/workspace', headRef: head }] }),
  )
  const rig = await openRig(store, models, [change], { session })
  const mount = {
    kind: 'workspace.mount',
    path: '/workspace',
    baseRef: base,
    readOnly: false,
    source: '/home/them',
  } as const
  await rig.host.submit(session, 'mount' as CommandId, mount)
  await rig.ask('fix it')
  await rig.drive()
  await rig.ask('and that')
  await rig.drive()
  return { store, rig, models }
}

/** What `export --format jsonl` prints. */
export async function exported(store: Store, session: SessionId): Promise<string> {
  const summary = await store.sessions.get(session)
  if (summary === null) throw new Error(`no session ${session}`)
  const lines = await collect(exportJsonl(summary, store))
  return lines.join('')
}

/** Everything that a stream gives. */
export async function collect<Value>(stream: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = []
  for await (const value of stream) all.push(value)
  return all
}

export function parse(text: string): TransferLine[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TransferLine)
}

export function render(lines: readonly unknown[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** Imports a text as if from a file. */
export async function imported(text: string, store: Store, asNew = false): Promise<SessionId> {
  const directory = mkdtempSync(join(tmpdir(), 'import-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const file = join(directory, 'session.jsonl')
  writeFileSync(file, text)
  const id = await importSession({ file, asNew, directory: '/here', now: 5 }, store)
  if (readFileSync(file, 'utf8') !== text) throw new Error('the file was changed')
  return id
}
