import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Shell } from '../../../core/ports/shell.ts'
import { readActivity } from '../../../core/host/activity.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { stopSession } from '../../../cli/work/stop-session.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { openRig, type Rig } from '../../support/host-rig.ts'

const untilStopped: Shell = {
  run: (_line, { signal }) =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ text: 'stopped', outcome: 'cancelled' }), { once: true })
    }),
}

async function open(answer: Parameters<typeof fakeModels>[0] = () => ({ text: 'hi' })) {
  const store = openMemoryStore()
  const models = fakeModels(answer)
  const rig = await openRig(store, models, [], { shell: untilStopped })
  const stop = () => stopSession(rig.session, store, rig, new AbortController().signal)
  return { store, models, rig, stop }
}

async function began({ log }: Rig): Promise<void> {
  while (!(await log()).some(({ event }) => event.kind === 'shell.started')) await wait(5)
}

test('a command of a person that runs is stopped, with all that waits behind it', async () => {
  const { store, models, rig, stop } = await open()
  await rig.shell('sleep 60')
  const driving = rig.drive()
  await began(rig)
  await rig.shell('ls')
  await rig.ask('and then?')
  expect(await stop()).toEqual({
    ended: [],
    withdrawn: ['r1'],
    shells: { ended: [{ shell: 's1', outcome: 'cancelled' }], withdrawn: ['s2'] },
    compactionWithdrawn: false,
    settled: true,
  })
  await driving
  expect(models.requests).toHaveLength(0)
  expect(await readActivity(store, rig.session)).toMatchObject({ status: 'idle', queued: 0 })
})

test('one that nobody has taken in yet never begins', async () => {
  const { store, rig, stop } = await open()
  await rig.shell('sleep 60')
  expect(await stop()).toMatchObject({ shells: { ended: [], withdrawn: ['s1'] }, settled: true })
  expect(await readActivity(store, rig.session)).toMatchObject({ status: 'idle' })
})

/** An answer that never comes. */
const silence = (_request: unknown, signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))

test.each(['waits', 'has not been taken in'])(
  'a compaction that %s when its run is stopped never begins',
  async (how) => {
    const { store, models, rig, stop } = await open(silence)
    await rig.ask('go')
    const compact = () => rig.host.submit(rig.session, 'compact' as CommandId, { kind: 'context.compact' })
    if (how === 'has not been taken in') await compact()
    const driving = how === 'waits' ? rig.drive() : null
    if (driving !== null) {
      while (models.requests.length === 0) await wait(5)
      await compact()
      while (!(await rig.host.state(rig.session)).context.compactionRequested) await wait(5)
    }
    expect(await stop()).toMatchObject({ compactionWithdrawn: true, settled: true })
    await driving
    expect(await readActivity(store, rig.session)).toMatchObject({ status: 'idle' })
    expect(models.requests).toHaveLength(how === 'waits' ? 1 : 0)
  },
)

test('a compaction that goes on is ended', async () => {
  let answers = 0
  const { store, models, rig, stop } = await open((request, signal) =>
    answers++ === 0 ? { text: 'hi' } : silence(request, signal),
  )
  await rig.ask('go')
  await rig.drive()
  await rig.host.submit(rig.session, 'compact' as CommandId, { kind: 'context.compact' })
  const driving = rig.drive()
  while (models.requests.length < 2) await wait(5)
  expect(await stop()).toMatchObject({ ended: [], compactionWithdrawn: true, settled: true })
  await driving
  expect(await readActivity(store, rig.session)).toMatchObject({ status: 'idle' })
})

test('an idle session is left as it is', async () => {
  const { rig, stop } = await open()
  const before = await rig.log()
  expect(await stop()).toEqual({
    ended: [],
    withdrawn: [],
    shells: { ended: [], withdrawn: [] },
    compactionWithdrawn: false,
    settled: true,
  })
  expect(await rig.log()).toEqual(before)
})
