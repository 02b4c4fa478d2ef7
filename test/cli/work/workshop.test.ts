import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openWorkshop } from '../../../cli/work/workshop.ts'
import type { Event } from '../../../core/machine/events.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { OpId, SessionId } from '../../../core/values/ids.ts'

const session = 's' as SessionId

/** A workshop of a store with one session, whose model was told of these tools. */
async function openFor(offered: readonly string[], options: { readonly isForOthers: boolean }) {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'workshop-'))
  onTestFinished(() => rmSync(stateDirectory, { recursive: true, force: true }))
  const store = openMemoryStore()
  const [toolsRef, instructionsRef] = await store.blobs.put(
    [JSON.stringify(offered.map((name) => ({ name }))), 'be brief'].map((text) => Buffer.from(text)),
  )
  if (toolsRef === undefined || instructionsRef === undefined) throw new Error('nothing was stored')
  const facts = { id: session, name: null, directory: '/', model: 'm/x', title: '', createdAt: 1 }
  const created: Event = {
    kind: 'session.created',
    api: 'anthropic-messages',
    provider: 'anthropic',
    model: 'x',
    effort: null,
    dialect: 'anthropic',
    windowTokens: null,
    instructionsRef,
    toolsRef,
    name: null,
  }
  await store.sessions.restore(facts, {
    entries: [{ seq: 1, at: 1, opId: 'cmd/create' as OpId, event: created }],
    epoch: 1,
  })
  const workshop = openWorkshop(store, { sandbox: 'none', stateDirectory, ...options })
  onTestFinished(() => workshop.close())
  return { workshop, store }
}

test.each([
  { offered: ['Read', 'Bash'], isForOthers: true, runs: true },
  { offered: ['Read'], isForOthers: true, runs: false },
  { offered: ['Read'], isForOthers: false, runs: true },
])(
  'unconfined, for others: $isForOthers, a session whose model was told of $offered has commands run: $runs',
  async ({ offered, isForOthers, runs }) => {
    const { workshop } = await openFor(offered, { isForOthers })
    const toolset = await workshop.toolset(session, 'anthropic')
    expect(toolset.find('Bash') !== null).toBe(runs)
    const shell = await workshop.shell(session)
    const said = await shell.run('echo ran', {} as never).catch(String)
    expect(JSON.stringify(said).includes('was begun without them')).toBe(!runs)
  },
)

test('tools that could not be opened once are opened by the next turn', async () => {
  const { workshop, store } = await openFor(['Read'], { isForOthers: false })
  const { read } = store.log
  Object.assign(store.log, { read: () => Promise.reject(new Error('away')) })
  await expect(workshop.toolset(session, 'anthropic')).rejects.toThrow('away')
  Object.assign(store.log, { read })
  expect((await workshop.toolset(session, 'anthropic')).specs).not.toEqual([])
})
