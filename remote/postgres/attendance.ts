import { randomUUID } from 'node:crypto'
import type { Attached, Leave } from '../../core/ports/presence.ts'
import { AttendanceBook } from './attendance-book.ts'
import {
  decodeAttendance,
  encodeAttendance,
  graceMs,
  sayAgainMs,
  unheardMs,
  type AttendanceLine,
} from './attendance-line.ts'
import type { Topic } from './delta-topic.ts'

/** What gateways hear each other by. */
export interface AttendanceLink {
  /** Lossy. */
  say(lines: readonly string[]): void
}

/** How often is looked who has not been heard of, ms. */
const lookMs = 500

interface Watcher {
  last: string
  readonly changed: (attached: readonly Attached[]) => void
}

/**
 * Who is attached to sessions, over all gateways: each says who is attached to it, again and again, and whoever is not
 * heard of is gone. Nothing of it is stored.
 */
export class Attendance {
  /** Names this gateway to others. */
  readonly #gateway = randomUUID().slice(0, 8)
  readonly #book = new AttendanceBook()
  /** Members here, and over how many connections. */
  readonly #own = new Map<Topic, Map<string, { readonly member: Attached; connections: number }>>()
  readonly #watchers = new Map<Topic, Set<Watcher>>()
  readonly #timers: readonly NodeJS.Timeout[]

  constructor(
    private readonly link: AttendanceLink,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#timers = [
      setInterval(() => this.sayAll(), sayAgainMs).unref(),
      setInterval(() => {
        for (const topic of this.#watchers.keys()) this.#tell(topic)
      }, lookMs).unref(),
    ]
  }

  /** A connection of a member begins; returns its end. */
  join(topic: Topic, member: Attached): Leave {
    const members = this.#own.get(topic) ?? new Map<string, { readonly member: Attached; connections: number }>()
    this.#own.set(topic, members)
    const own = members.get(member.id) ?? { member, connections: 0 }
    members.set(member.id, own)
    own.connections += 1
    this.#say({ kind: 'here', gateway: this.#gateway, topic, member: own.member })
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      own.connections -= 1
      if (own.connections > 0) return
      members.delete(member.id)
      if (members.size === 0) this.#own.delete(topic)
      this.#say({ kind: 'gone', gateway: this.#gateway, topic, id: member.id })
    }
  }

  /** Calls back at once with whoever is known, and whenever that changes. Returns the stop. */
  watch(topic: Topic, changed: (attached: readonly Attached[]) => void): () => void {
    const watchers = this.#watchers.get(topic) ?? new Set()
    const watcher = { last: '', changed }
    this.#watchers.set(topic, watchers.add(watcher))
    if (watchers.size === 1) {
      for (const { member } of this.#own.get(topic)?.values() ?? [])
        this.#book.here(topic, this.#gateway, member, Infinity)
      this.link.say([encodeAttendance({ kind: 'who', topic })])
    }
    this.#tell(topic)
    return () => {
      if (!watchers.delete(watcher) || watchers.size > 0) return
      this.#watchers.delete(topic)
      this.#book.forget(topic)
    }
  }

  /** A line of another gateway; this one's own come back, too. */
  hear(text: string): void {
    const line = decodeAttendance(text)
    if (line === null) return
    if (line.kind === 'who') return this.#sayThoseOf([line.topic])
    if (line.gateway !== this.#gateway) this.#note(line)
  }

  /** For those who have missed something, and to be heard of again by what others missed. */
  sayAll(): void {
    this.#sayThoseOf([...this.#own.keys()])
  }

  /** What was told meanwhile is lost. */
  catchUp(): void {
    this.sayAll()
    const topics = [...this.#watchers.keys()]
    if (topics.length > 0) this.link.say(topics.map((topic) => encodeAttendance({ kind: 'who', topic })))
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#watchers.clear()
  }

  #sayThoseOf(topics: readonly Topic[]): void {
    const lines = topics.flatMap((topic) =>
      [...(this.#own.get(topic)?.values() ?? [])].map(({ member }) =>
        encodeAttendance({ kind: 'here', gateway: this.#gateway, topic, member }),
      ),
    )
    if (lines.length > 0) this.link.say(lines)
  }

  #say(line: Exclude<AttendanceLine, { readonly kind: 'who' }>): void {
    this.#note(line)
    this.link.say([encodeAttendance(line)])
  }

  #note(line: Exclude<AttendanceLine, { readonly kind: 'who' }>): void {
    const { topic, gateway } = line
    if (!this.#watchers.has(topic)) return
    const isOwn = gateway === this.#gateway
    if (line.kind === 'here') this.#book.here(topic, gateway, line.member, isOwn ? Infinity : this.now() + unheardMs)
    else this.#book.gone(topic, gateway, line.id, this.now() + graceMs)
    this.#tell(topic)
  }

  #tell(topic: Topic): void {
    const attached = this.#book.list(topic, this.now())
    const found = JSON.stringify(attached)
    for (const watcher of this.#watchers.get(topic) ?? []) {
      if (watcher.last === found) continue
      watcher.last = found
      watcher.changed(attached)
    }
  }
}
