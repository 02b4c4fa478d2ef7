import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Present } from '../../../core/ports/presence.ts'
import { eventually, openLiveRig, session, type LiveProcess } from './live-rig.ts'

const lastSeen = async (process: LiveProcess): Promise<readonly Present[]> =>
  ((await process.ask('seen')) as (readonly Present[])[]).at(-1) ?? []
const pids = (present: readonly Present[]) => present.map(({ pid }) => pid)

test('everybody sees who is attached, where, and who drives, and when somebody is killed', async () => {
  const rig = openLiveRig()
  const [one, two, three] = await Promise.all([rig.start(), rig.start(), rig.start()])
  await one.ask('join', { terminal: 'pts/1' })
  await two.ask('join', { terminal: 'pts/2' })
  await Promise.all([one.ask('watch'), two.ask('watch')])
  const both = [
    { pid: one.pid, terminal: 'pts/1', driving: false },
    { pid: two.pid, terminal: 'pts/2', driving: false },
  ]
  for (const process of [one, two]) await eventually(async () => expect(await lastSeen(process)).toMatchObject(both))
  await three.ask('join', { terminal: null })
  await two.ask('drive')
  for (const process of [one, two])
    await eventually(async () =>
      expect((await lastSeen(process)).map(({ pid, driving }) => [pid, driving])).toEqual([
        [one.pid, false],
        [two.pid, true],
        [three.pid, false],
      ]),
    )
  await two.die()
  await eventually(async () => expect(pids(await lastSeen(one))).toEqual([one.pid, three.pid]))
  expect((await lastSeen(one)).some(({ driving }) => driving)).toBe(false)
})

test('a driver that never joined is seen for as long as it drives', async () => {
  const rig = openLiveRig()
  const [member, driver] = await Promise.all([rig.start(), rig.start()])
  await member.ask('join', { terminal: 'pts/1' })
  await member.ask('watch')
  await driver.ask('drive')
  await eventually(async () =>
    expect((await lastSeen(member)).at(-1)).toMatchObject({ pid: driver.pid, since: null, driving: true }),
  )
  await driver.die()
  await eventually(async () => expect(pids(await lastSeen(member))).toEqual([member.pid]))
})

test('members of another session are not seen, and the roll of a dead one is cleared', async () => {
  const rig = openLiveRig()
  const [one, two] = await Promise.all([rig.start(), rig.start()])
  await one.ask('join', { terminal: null })
  await two.ask('join', { session: 'other', terminal: null })
  expect(pids((await one.ask('present', { session })) as Present[])).toEqual([one.pid])
  await two.die()
  expect(await one.ask('present', { session: 'other' })).toEqual([])
  const rolls = readdirSync(rig.run).flatMap((name) => readdirSync(join(rig.run, name)))
  expect(rolls).toHaveLength(1)
})

test('in a directory that others can write in nothing is written or believed, and the session goes on', async () => {
  const rig = openLiveRig()
  mkdirSync(rig.run)
  chmodSync(rig.run, 0o777)
  const [one, two] = await Promise.all([rig.start(), rig.start()])
  await one.ask('join', { terminal: null })
  await one.ask('drive')
  await one.ask('publish', { from: 0, count: 3 })
  expect(await two.ask('present')).toMatchObject([{ pid: one.pid, since: null, driving: true }])
  // Streaming goes by the place that is safe.
  await two.ask('subscribe')
  await eventually(async () => expect((await two.heard())?.next).toBe(3))
  expect(readdirSync(rig.run)).toEqual([])
  expect(statSync(rig.run).mode & 0o777).toBe(0o777)
})
