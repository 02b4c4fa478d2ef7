import { expect, test } from 'vitest'
import { openMeter } from '../../../core/effects/meter.ts'
import { noUsage } from '../../../core/values/usage.ts'

const tokens = (inputTokens: number) => ({ ...noUsage, inputTokens })

test('what a call says while it goes on counts at once, as a lower bound, and the last word counts', () => {
  const meter = openMeter()
  expect(meter.total).toBeNull()
  meter.streaming(noUsage)
  meter.streaming(tokens(7))
  expect(meter.total).toEqual({ usage: tokens(7), isLowerBound: true })
  meter.answered({ usage: tokens(9) })
  expect(meter.total).toEqual({ usage: tokens(9) })
})

test('a call that failed counts with those after it, and one that was not billed does not', () => {
  const meter = openMeter()
  meter.streaming(noUsage)
  meter.streaming(null)
  meter.failed()
  expect(meter.total).toBeNull()
  meter.streaming(tokens(7))
  meter.failed()
  meter.answered({ usage: tokens(9) })
  expect(meter.total).toEqual({ usage: tokens(16), isLowerBound: true })
})
