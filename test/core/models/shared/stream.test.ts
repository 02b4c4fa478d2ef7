import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Progress } from '../../../../core/models/shared/stream.ts'
import { readStream } from '../../../../core/models/shared/stream.ts'

const patient = { idleTimeoutMs: 60_000, totalTimeoutMs: 60_000 }

/** A source that yields and then does what `last` does. */
async function* source(events: readonly string[], last: () => Promise<unknown> = () => Promise.resolve()) {
  yield* events
  await last()
}

const forever = (): Promise<never> => new Promise(() => {})
const open = (events: AsyncIterable<string>) => (): Promise<AsyncIterable<string>> => Promise.resolve(events)
const never = new AbortController().signal

test('every event is seen, and counted', async () => {
  const seen: string[] = []
  const onEvent = (event: string): Progress => (seen.push(event), 'some')
  expect(await readStream(open(source(['a', 'b'])), onEvent, patient, never)).toBe(2)
  expect(seen).toEqual(['a', 'b'])
})

test('an abort ends the wait at once, even when the source does not care', async () => {
  const control = new AbortController()
  const reading = readStream(open(source(['a'], forever)), () => 'some', patient, control.signal)
  setTimeout(() => control.abort(), 20)
  await expect(reading).rejects.toMatchObject({ code: 'aborted', failure: { retryable: false } })
})

test('an abort before the beginning opens nothing', async () => {
  let opened = 0
  const counting = async () => ((opened += 1), source(['a']))
  await expect(readStream(counting, () => 'some', patient, AbortSignal.abort())).rejects.toMatchObject({
    code: 'aborted',
  })
  expect(opened).toBe(0)
})

test('an abort while opening is an abort', async () => {
  const control = new AbortController()
  const reading = readStream(forever, () => 'some', patient, control.signal)
  control.abort()
  await expect(reading).rejects.toMatchObject({ code: 'aborted' })
})

test('the signal given to the source follows the abort', async () => {
  const control = new AbortController()
  let inner: AbortSignal | null = null
  const opening = (signal: AbortSignal): Promise<never> => ((inner = signal), forever())
  const reading = readStream(opening, () => 'some', patient, control.signal)
  control.abort()
  await expect(reading).rejects.toThrow()
  expect((inner as AbortSignal | null)?.aborted).toBe(true)
})

describe('time', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  async function* chatter(everyMs: number): AsyncGenerator<string> {
    for (;;) {
      yield 'still here'
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  }

  /** The ms after which reading gave up, to the nearest 100. */
  async function patience(opening: () => Promise<AsyncIterable<string>>, progress: Progress): Promise<number> {
    const limits = { idleTimeoutMs: 5_000, totalTimeoutMs: 20_000 }
    let over = false
    const reading = readStream(opening, () => progress, limits, never)
    const checked = expect(reading).rejects.toMatchObject({ code: 'timeout', failure: { retryable: true } })
    void checked.then(() => (over = true))
    let ms = 0
    for (; !over && ms < 60_000; ms += 100) await vi.advanceTimersByTimeAsync(100)
    await checked
    return ms
  }

  test('events without progress do not keep an answer waiting', async () => {
    expect(await patience(open(chatter(1000)), 'none')).toBeCloseTo(5_000, -3)
  })

  test('progress renews the patience, up to the total', async () => {
    expect(await patience(open(chatter(1000)), 'some')).toBeCloseTo(20_000, -3)
  })

  test('silence is a timeout too, before and after the beginning', async () => {
    expect(await patience(forever, 'some')).toBeCloseTo(5_000, -3)
    expect(await patience(open(source(['a'], forever)), 'some')).toBeCloseTo(5_000, -3)
  })
})

test('a whole answer is given at once, and the rest is drained behind it', async () => {
  let drained = false
  const rest = async (): Promise<void> => {
    await sleep(20)
    drained = true
  }
  await readStream(open(source(['last'], rest)), () => 'whole', patient, never)
  expect(drained).toBe(false)
  await sleep(60)
  expect(drained).toBe(true)
})

test('what breaks after a whole answer breaks nothing', async () => {
  const rest = (): Promise<never> => Promise.reject(new Error('too late to matter'))
  expect(await readStream(open(source(['last'], rest)), () => 'whole', patient, never)).toBe(1)
  await sleep(5)
})

test('what the source throws comes through as it is', async () => {
  const broken = new Error('broken')
  await expect(
    readStream(
      () => Promise.reject(broken),
      () => 'some',
      patient,
      never,
    ),
  ).rejects.toBe(broken)
})
