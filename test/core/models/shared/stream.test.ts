import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
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
  const began = performance.now()
  setTimeout(() => control.abort(), 20)
  await expect(reading).rejects.toMatchObject({ code: 'aborted', failure: { retryable: false } })
  expect(performance.now() - began).toBeLessThan(500)
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

async function* chatter(everyMs: number): AsyncGenerator<string> {
  for (;;) {
    yield 'still here'
    await sleep(everyMs)
  }
}

test('events without progress do not keep an answer waiting', async () => {
  const limits = { ...patient, idleTimeoutMs: 60 }
  const reading = readStream(open(chatter(10)), () => 'none', limits, never)
  await expect(reading).rejects.toMatchObject({ code: 'timeout', failure: { retryable: true } })
})

test('progress renews the patience, up to the total', async () => {
  const limits = { idleTimeoutMs: 60, totalTimeoutMs: 200 }
  const began = performance.now()
  const reading = readStream(open(chatter(10)), () => 'some', limits, never)
  await expect(reading).rejects.toMatchObject({ code: 'timeout' })
  expect(performance.now() - began).toBeGreaterThan(150)
})

test('silence is a timeout too', async () => {
  const limits = { ...patient, idleTimeoutMs: 30 }
  await expect(readStream(forever, () => 'some', limits, never)).rejects.toMatchObject({ code: 'timeout' })
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
