import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Shell } from '../../../core/ports/shell.ts'
import type { ToolContext, ToolResult } from '../../../core/ports/tool.ts'
import type { StoredEntry } from '../../../core/log/entry.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { fakeTool, openRig, type Rig } from '../../support/host-rig.ts'

const kinds = (log: readonly StoredEntry[]) => log.map(({ event }) => event.kind)
const texts = (items: readonly unknown[]) => items.map((item) => (item as { text: string }).text)
const says = (text: string) => fakeModels(() => ({ text }))

function shellOf(run: (line: string, context: ToolContext) => Promise<ToolResult>): Shell & { readonly ran: string[] } {
  const ran: string[] = []
  return {
    ran,
    run: (line, context) => {
      ran.push(line)
      return run(line, context)
    },
  }
}

const prints = (text: string): ToolResult => ({ text: `${text}\nexit code: 0`, outcome: 'ok', exitCode: 0 })

async function ends({ log }: Rig) {
  return (await log()).flatMap(({ event }) => (event.kind === 'shell.finished' ? [event] : []))
}

async function began({ log }: Rig): Promise<void> {
  while (!kinds(await log()).includes('shell.started')) await wait(2)
}

/** Never answers by itself; `deaf` not even when it is told to stop. */
const endless = (deaf = false) =>
  shellOf(
    (_line, { signal }) =>
      new Promise((resolve) => {
        if (!deaf) signal.addEventListener('abort', () => resolve({ text: 'stopped', outcome: 'cancelled' }))
      }),
  )

test('a command of a person runs, streams, and is told to the model with the next prompt', async () => {
  const shell = shellOf(async (_line, { onOutput }) => {
    onOutput('file')
    onOutput('.txt\n')
    return prints('file.txt')
  })
  const models = says('I see')
  const rig = await openRig(openMemoryStore(), models, [], { shell })
  const deltas: unknown[] = []
  rig.host.deltas(rig.session, (delta) => deltas.push(delta))
  await rig.shell('ls')
  expect(await rig.drive()).toEqual({ type: 'idle' })
  expect(models.requests).toEqual([])
  expect(deltas).toEqual([
    { opId: 'shell/s1', attempt: 1, n: 0, part: { type: 'output', text: 'file' } },
    { opId: 'shell/s1', attempt: 1, n: 1, part: { type: 'output', text: '.txt\n' } },
  ])
  expect(await ends(rig)).toMatchObject([{ outcome: 'ok', exitCode: 0, item: { kind: 'shell' } }])
  await rig.ask('what is there?')
  await rig.drive()
  expect(texts(models.requests[0]?.items ?? [])).toEqual([
    'The person ran this command in the sandbox of this session, without you:\n\n$ ls\n\nfile.txt\nexit code: 0',
    'what is there?',
  ])
})

test('the start is durable before the command runs, and new heads come with its end', async () => {
  const headRef = `sha256:${'1'.repeat(64)}` as BlobRef
  const baseRef = `sha256:${'0'.repeat(64)}` as BlobRef
  const seen: string[][] = []
  const rig: Rig = await openRig(openMemoryStore(), says('x'), [], {
    shell: shellOf(async () => {
      seen.push(kinds(await rig.log()))
      return { ...prints(''), moves: [{ path: '/workspace', headRef }] }
    }),
  })
  const mount = { kind: 'workspace.mount', path: '/workspace', baseRef, readOnly: false, source: null } as const
  await rig.host.submit(rig.session, 'mount' as CommandId, mount)
  await rig.shell('touch a')
  await rig.drive()
  expect(seen[0]?.at(-1)).toBe('shell.started')
  const [moved, finished] = (await rig.log()).slice(-2)
  expect([moved?.event.kind, finished?.event.kind]).toEqual(['workspace.advanced', 'shell.finished'])
  expect(moved?.opId).toBe(finished?.opId)
  expect((await rig.host.state(rig.session)).workspace.mounts[0]?.headRef).toBe(headRef)
})

test('in the middle of a run it waits until the tool has answered, and precedes the next answer', async () => {
  const order: string[] = []
  const models = fakeModels(({ items }) => (items.length === 1 ? { calls: [{ name: 'look' }] } : { text: 'fin' }))
  const look = fakeTool('look', 'opaque', async () => {
    await rig.shell('make')
    await wait(20)
    order.push('tool')
    return { text: 'done', outcome: 'ok' }
  })
  const shell = shellOf(async () => {
    order.push('shell')
    return prints('made')
  })
  const rig: Rig = await openRig(openMemoryStore(), models, [look], { shell })
  await rig.ask('hello')
  await rig.drive()
  expect(order).toEqual(['tool', 'shell'])
  expect(texts(models.requests[1]?.items ?? [])).toEqual(['hello', '', 'done', expect.stringContaining('$ make')])
})

test('what cannot be run is an outcome that says why, and the session goes on', async () => {
  const shell = shellOf(() => Promise.reject(new Error('bubblewrap is missing: apt install bubblewrap')))
  const models = says('fin')
  const rig = await openRig(openMemoryStore(), models, [], { shell })
  await rig.shell('ls')
  await rig.ask('and now?')
  await rig.drive()
  expect(await ends(rig)).toMatchObject([{ outcome: 'error', exitCode: null }])
  expect(texts(models.requests[0]?.items ?? [])[0]).toContain('was not run: bubblewrap is missing: apt install')
})

test('one that is told to stop ends with what it says', async () => {
  const rig = await openRig(openMemoryStore(), says('x'), [], { shell: endless() })
  await rig.shell('sleep 60')
  const driving = rig.drive()
  await began(rig)
  await rig.host.submit(rig.session, 'stop' as CommandId, { kind: 'shell.cancel', shellId: 's1' })
  expect(await driving).toEqual({ type: 'idle' })
  expect(await ends(rig)).toMatchObject([{ outcome: 'cancelled' }])
})

test('one that does not stop is recorded as unknown after the grace', { timeout: 20_000 }, async () => {
  const rig = await openRig(openMemoryStore(), says('x'), [], { shell: endless(true) })
  await rig.shell('trap "" TERM; sleep 60')
  const driving = rig.drive()
  await began(rig)
  await rig.host.submit(rig.session, 'stop' as CommandId, { kind: 'shell.cancel', shellId: null })
  expect(await driving).toEqual({ type: 'idle' })
  expect(await ends(rig)).toMatchObject([{ outcome: 'unknown' }])
})

test('one whose process is gone is told as unknown by the next driver, and is not run again', async () => {
  const shell = endless()
  const models = says('fin')
  const rig = await openRig(openMemoryStore(), models, [], { shell })
  await rig.shell('deploy')
  const controller = new AbortController()
  const driving = rig.drive(controller.signal)
  await began(rig)
  controller.abort()
  expect(await driving).toEqual({ type: 'stopped' })
  await rig.ask('well?')
  expect(await rig.drive()).toEqual({ type: 'idle' })
  expect(shell.ran).toEqual(['deploy'])
  expect(kinds(await rig.log()).filter((kind) => kind.startsWith('shell.'))).toEqual([
    'shell.requested',
    'shell.started',
    'shell.lost',
    'shell.finished',
  ])
  expect(texts(models.requests[0]?.items ?? [])[0]).toMatch(/\$ deploy\n\nIt was started at .* outcome is unknown/)
})

test('a driver that waits for its own run leaves a command that waits to the next one, unbegun', async () => {
  const shell = shellOf(async () => prints('here'))
  const rig: Rig = await openRig(
    openMemoryStore(),
    fakeModels(async () => {
      await rig.shell('ls')
      await wait(20)
      return { text: 'fin' }
    }),
    [],
    { shell },
  )
  const id = await rig.ask('hello')
  expect(await rig.host.settled(rig.session, id, new AbortController().signal)).toEqual({ status: 'accepted' })
  const { run, shell: waits } = await rig.host.state(rig.session)
  expect(run.last?.outcome).toEqual({ type: 'completed' })
  expect(waits).toMatchObject({ queued: [{ shellId: 's1' }], active: null })
  expect(shell.ran).toEqual([])
  await rig.drive()
  expect(shell.ran).toEqual(['ls'])
  expect(await ends(rig)).toMatchObject([{ outcome: 'ok' }])
})

test('whoever waits for a command drives until it has ended', async () => {
  const rig = await openRig(openMemoryStore(), says('x'), [], { shell: shellOf(async () => prints('here')) })
  const id = await rig.shell('ls')
  expect(await rig.host.settled(rig.session, id, new AbortController().signal)).toEqual({ status: 'accepted' })
  expect(await ends(rig)).toHaveLength(1)
})
