import { expect, test } from 'vitest'
import { recentEntries } from '../../../cli/chat/recent-entries.ts'
import type { StoredEntry } from '../../../core/log/entry.ts'
import type { SessionId } from '../../../core/values/ids.ts'

/** A log whose entries are runs that begin at these seqs. */
function logOf(length: number, runs: readonly number[]) {
  const reads: number[] = []
  const entries = Array.from({ length }, (_, index) => ({
    seq: index + 1,
    event: { kind: runs.includes(index + 1) ? 'run.requested' : 'turn.started' },
  })) as unknown as readonly StoredEntry[]
  const read = async (_session: SessionId, after: number, limit = Infinity) => {
    reads.push(limit)
    return entries.filter(({ seq }) => seq > after).slice(0, limit)
  }
  return { log: { read }, reads }
}

const seqs = ({ entries }: { readonly entries: readonly StoredEntry[] }) => entries.map(({ seq }) => seq)

test('a short log is read whole', async () => {
  const recent = await recentEntries(logOf(10, [1]).log, 's' as SessionId, 10)
  expect(seqs(recent)).toHaveLength(10)
  expect(recent.isCut).toBe(false)
})

test('of a long log the end is read, from the beginning of a run', async () => {
  const { log, reads } = logOf(5_000, [1, 4_850, 4_990])
  const recent = await recentEntries(log, 's' as SessionId, 5_000)
  expect(seqs(recent)[0]).toBe(4_850)
  expect(recent.isCut).toBe(true)
  expect(reads).toEqual([200])
})

test('a last run that is long is read from further back, up to a bound', async () => {
  const { log, reads } = logOf(50_000, [1])
  const recent = await recentEntries(log, 's' as SessionId, 50_000)
  expect(seqs(recent)).toHaveLength(400)
  expect(reads).toEqual([200, 400])
})
