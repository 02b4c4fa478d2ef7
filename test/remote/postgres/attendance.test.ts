import { expect, onTestFinished, test, vi } from 'vitest'
import type { Attached } from '../../../core/ports/presence.ts'
import { Attendance } from '../../../remote/postgres/attendance.ts'
import { graceMs, unheardMs } from '../../../remote/postgres/attendance-line.ts'
import { topicOf } from '../../../remote/postgres/delta-topic.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { otherSession, session } from '../../contract/store-samples.ts'

const topic = topicOf(tenant('ours'), session)

const member = (id: string, since = 1): Attached => ({
  ...{ id, host: `${id} – café`, pid: 7, startedAt: '1', terminal: 'pts/0', since },
})

/** Gateways that hear each other, and a clock of ours. */
function openGateways(count: number) {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const dead = new Set<Attendance>()
  const lines: string[] = []
  const gateways: Attendance[] = Array.from({ length: count }, () => {
    const gateway: Attendance = new Attendance(
      {
        say: (said) => {
          if (dead.has(gateway)) return
          lines.push(...said)
          for (const other of gateways) if (!dead.has(other)) for (const line of said) other.hear(line)
        },
      },
      () => Date.now(),
    )
    onTestFinished(() => gateway.close())
    return gateway
  })
  return { gateways, lines, kill: (gateway: Attendance) => dead.add(gateway) }
}

/** What a watcher was told, in its order. */
function watch(gateway: Attendance | undefined, of = topic) {
  const told: string[] = []
  const stop = gateway?.watch(of, (attached) => told.push(attached.map(({ id }) => id).join(' ')))
  return { told, now: () => told.at(-1), stop: () => stop?.() }
}

test('who comes and goes is told at every gateway, the longest attached first', () => {
  const { gateways } = openGateways(2)
  const [here, there] = gateways.map((gateway) => watch(gateway))
  const leave = gateways[0]?.join(topic, member('b', 2))
  gateways[1]?.join(topic, member('a', 1))
  for (const watched of [here, there]) expect(watched?.told).toEqual(['', 'b', 'a b'])
  leave?.()
  leave?.()
  vi.advanceTimersByTime(graceMs + 1_000)
  for (const watched of [here, there]) expect(watched?.told).toEqual(['', 'b', 'a b', 'a'])
})

test('whoever watches late is told of all, of one session only', () => {
  const { gateways } = openGateways(2)
  gateways[0]?.join(topic, member('a'))
  gateways[0]?.join(topicOf(tenant('ours'), otherSession), member('other'))
  gateways[0]?.join(topicOf(tenant('theirs'), session), member('stranger'))
  for (const gateway of gateways) expect(watch(gateway).now()).toBe('a')
})

test('members of a gateway that was killed are gone soon, those of others stay', () => {
  const { gateways, kill } = openGateways(2)
  const [first, second] = gateways as [Attendance, Attendance]
  second.join(topic, member('ghost'))
  first.join(topic, member('stays'))
  const { told, now } = watch(first)
  vi.advanceTimersByTime(10 * unheardMs)
  expect(told).toEqual(['ghost stays'])
  kill(second)
  vi.advanceTimersByTime(unheardMs + 1_000)
  expect(now()).toBe('stays')
})

test('a member whose connection moves to another gateway never seems to leave', () => {
  const { gateways } = openGateways(3)
  const { told } = watch(gateways[2])
  const leave = gateways[0]?.join(topic, member('a'))
  leave?.()
  vi.advanceTimersByTime(graceMs - 500)
  const again = gateways[1]?.join(topic, member('a'))
  const overlapping = gateways[1]?.join(topic, member('a'))
  vi.advanceTimersByTime(20_000)
  again?.()
  vi.advanceTimersByTime(20_000)
  expect(told).toEqual(['', 'a'])
  overlapping?.()
  vi.advanceTimersByTime(20_000)
  expect(told).toEqual(['', 'a', ''])
})

test('a gateway that missed everything has caught up when it hears again', () => {
  const { gateways, lines, kill } = openGateways(2)
  const [first, second] = gateways as [Attendance, Attendance]
  kill(first)
  const { now } = watch(first)
  first.join(topic, member('own'))
  second.join(topic, member('a'))
  expect(now()).toBe('own')
  for (const line of [...lines, 'here nonsense', 'here g ours s {"id":1}', 'here g ours s {', 'what is this', ''])
    first.hear(line)
  expect(now()).toBe('a own')
})

test('where nobody watches nothing is kept', () => {
  const { gateways } = openGateways(2)
  const { stop } = watch(gateways[0])
  stop()
  gateways[1]?.join(topic, member('a'))
  gateways[1]?.close()
  expect(watch(gateways[0]).told).toEqual(['a'])
})
