import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Shell } from '../../../core/ports/shell.ts'
import { readActivity } from '../../../core/host/activity.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { stopSession } from '../../../cli/work/stop-session.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { openRig, type Rig } from '../../support/host-rig.ts'

const untilStopped: Shell = {
  run: (_line, { signal }) =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ text: 'stopped', outcome: 'cancelled' }), { once: true })
    }),
}

async function open() {
  const store = openMemoryStore()
  const models = fakeModels(() => ({ text: 'hi' }))
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

test('an idle session is left as it is', async () => {
  const { rig, stop } = await open()
  const before = await rig.log()
  expect(await stop()).toEqual({ ended: [], withdrawn: [], shells: { ended: [], withdrawn: [] }, settled: true })
  expect(await rig.log()).toEqual(before)
})
