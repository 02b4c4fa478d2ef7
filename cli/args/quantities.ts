import { UsageError } from '../errors.ts'

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const durationPattern = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/

/** Milliseconds of `90` (seconds), `1.5s`, `10m`, `1h30m`. @throws UsageError */
export function readDurationMs(text: string, flag: string): number {
  const parts = /^\d+(?:\.\d+)?$/.test(text) ? [`${text}s`] : durationPattern.test(text) ? splitDuration(text) : []
  const total = parts.reduce(
    (sum, part) => sum + Number.parseFloat(part) * (unitMs[part.replace(/[\d.]+/, '')] ?? 0),
    0,
  )
  const ms = Math.round(total)
  if (ms <= 0 || !Number.isSafeInteger(ms)) {
    throw new UsageError(`${flag} ${text}: not a duration; write seconds, or like 90s, 10m, 1h30m`)
  }
  return ms
}

function splitDuration(text: string): readonly string[] {
  return text.match(/\d+(?:\.\d+)?(?:ms|s|m|h|d)/g) ?? []
}

/** A whole number of at least 1. @throws UsageError */
export function readCount(text: string, flag: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) {
    throw new UsageError(`${flag} ${text}: must be a whole number of at least 1`)
  }
  return count
}

/** A whole number of at least 0: a position in the log. @throws UsageError */
export function readSeq(text: string, flag: string): number {
  return text === '0' ? 0 : readCount(text, flag)
}

/** Millionths of a dollar of `0.50` or `$0.50`. @throws UsageError */
export function readMicroUsd(text: string, flag: string): number {
  const digits = text.replace(/^\$/, '')
  const micro = Math.round(Number(digits) * 1_000_000)
  if (!/^\d*\.?\d+$/.test(digits) || micro < 1 || !Number.isSafeInteger(micro)) {
    throw new UsageError(`${flag} ${text}: must be an amount in US dollars, like 0.50`)
  }
  return micro
}
