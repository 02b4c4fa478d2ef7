import { expect, test, vi } from 'vitest'
import { openLocalDeltas } from '../../../core/host/index.ts'
import type { Delta } from '../../../core/ports/deltas.ts'
import type { OpId } from '../../../core/values/ids.ts'
import { openDeltaQueue } from '../../../remote/gateway/delta-queue.ts'
import { session } from '../../contract/store-samples.ts'

const delta = (n: number, chars: number): Delta => ({
  ...{ opId: 'r1/t1/model' as OpId, attempt: 1, n },
  part: { type: 'text', text: 'x'.repeat(chars) },
})

test('what waits is taken once, in order', () => {
  const deltas = openLocalDeltas()
  const ring = vi.fn()
  const queue = openDeltaQueue(deltas, session, ring)
  deltas.publish(session, delta(0, 5))
  deltas.publish(session, delta(1, 5))
  expect(ring).toHaveBeenCalledTimes(2)
  expect(queue.take().map(({ n }) => n)).toEqual([0, 1])
  expect(queue.take()).toEqual([])
})

test('for a client that takes nothing what waits is let go, until it has caught up', () => {
  const deltas = openLocalDeltas()
  const subscribe = vi.fn(deltas.subscribe)
  const queue = openDeltaQueue({ subscribe }, session, () => undefined)
  for (let n = 0; n < 50; n++) deltas.publish(session, delta(n, 100_000))
  expect(queue.take()).toEqual([])
  expect(subscribe).toHaveBeenCalledTimes(2)
  deltas.publish(session, delta(50, 1))
  expect(queue.take().map(({ n }) => n)).toEqual([50])
})

test('after closing nothing is received', () => {
  const deltas = openLocalDeltas()
  const ring = vi.fn()
  openDeltaQueue(deltas, session, ring).close()
  deltas.publish(session, delta(0, 1))
  expect(ring).not.toHaveBeenCalled()
})
