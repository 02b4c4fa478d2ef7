import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { isGone, thisProcess } from '../../../core/host/index.ts'
import { meetingPlace } from '../../../core/live/meeting-place.ts'
import { openLiveDeltas } from '../../../core/live/open-live-deltas.ts'
import { openPresence } from '../../../core/live/open-presence.ts'
import type { Present } from '../../../core/ports/presence.ts'
import { openSqliteStore } from '../../../core/store/sqlite/open-sqlite-store.ts'
import type { OpId, SessionId } from '../../../core/values/ids.ts'
import { newSession } from '../../contract/store-samples.ts'

/*
 * A process that shares sessions, told what to do by JSON lines on stdin; answers each with one on stdout:
 *   <store directory> <run directory> <short directory>
 */
const [directory = '', run = '', short = ''] = process.argv.slice(2)
const store = openSqliteStore({ directory })
const owner = thisProcess()
const ports = { leases: store.leases, log: store.log, owner, isGone }
const live = openLiveDeltas({ ...ports, place: meetingPlace([run], short) })
const presence = openPresence({ ...ports, directories: [run], store: directory })
const heard = new Map<string, Heard>()
const seen: (readonly Present[])[] = []

/** What came of one operation since it last began anew. */
interface Heard {
  attempt: number
  text: string
  chars: number
  next: number
  gaps: number
  begins: number
}

interface Order {
  readonly do: string
  readonly session: SessionId
  readonly opId: OpId
  readonly attempt?: number
  readonly from: number
  readonly count: number
  readonly chars: number
  readonly terminal: string | null
}

const orders: Record<string, (order: Order) => unknown> = {
  create: ({ session }) => store.sessions.create(newSession({ id: session })),
  drive: ({ session }) => store.leases.acquire(session, owner, Date.now(), 600_000, isGone),
  publish: ({ session, opId, attempt = 1, from, count }) => {
    for (let n = from; n < from + count; n++)
      live.publish(session, { opId, attempt, n, part: { type: 'text', text: `${n} ` } })
  },
  flood: async ({ session, opId, from, count, chars }) => {
    const text = 'x'.repeat(chars)
    for (let n = from; n < from + count; n++) {
      live.publish(session, { opId, attempt: 1, n, part: { type: 'output', text } })
      if (n % 64 === 0) await wait(8)
    }
    globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  },
  keep: ({ session, opId }) => live.keepOnly(session, opId === undefined ? [] : [opId]),
  subscribe: ({ session }) => {
    live.subscribe(session, ({ opId, attempt, n, count = 1, part }) => {
      const key = `${session} ${opId}`
      const known = heard.get(key)
      const isAnew = known === undefined || known.attempt !== attempt || n === 0
      const now = isAnew ? { attempt, text: '', chars: 0, next: 0, gaps: 0, begins: (known?.begins ?? 0) + 1 } : known
      heard.set(key, now)
      const text = 'text' in part ? part.text : ''
      if (n !== now.next) now.gaps++
      now.next = n + count
      now.chars += text.length
      if (now.text.length < 1_000_000) now.text += text
    })
  },
  heard: ({ session, opId }) => heard.get(`${session} ${opId}`) ?? null,
  join: ({ session, terminal }) => void presence.join(session, { terminal }),
  watch: ({ session }) => void presence.watch(session, (present) => seen.push(present)),
  seen: () => seen,
  present: ({ session }) => presence.list(session),
}

for await (const line of createInterface(process.stdin)) {
  const order = JSON.parse(line) as Order
  const answer: unknown = (await orders[order.do]?.(order)) ?? null
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
process.exit()
