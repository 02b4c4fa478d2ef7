import type { Attached } from '../../core/ports/presence.ts'
import type { Topic } from './delta-topic.ts'

interface Heard {
  readonly member: Attached
  untilMs: number
}

/** Who was heard of in the sessions that are looked at, by which gateway, and until when that counts. */
export class AttendanceBook {
  readonly #pages = new Map<Topic, Map<string, Heard>>()

  here(topic: Topic, gateway: string, member: Attached, untilMs: number): void {
    const page = this.#pages.get(topic) ?? new Map<string, Heard>()
    this.#pages.set(topic, page.set(`${gateway} ${member.id}`, { member, untilMs }))
  }

  /** Somebody leaves a gateway; they may come back, to this one or another. */
  gone(topic: Topic, gateway: string, id: string, untilMs: number): void {
    const heard = this.#pages.get(topic)?.get(`${gateway} ${id}`)
    if (heard !== undefined) heard.untilMs = Math.min(heard.untilMs, untilMs)
  }

  /** Each once, the longest first, whoever told of them. */
  list(topic: Topic, now: number): readonly Attached[] {
    const page = this.#pages.get(topic) ?? new Map<string, Heard>()
    for (const [key, { untilMs }] of page) if (untilMs <= now) page.delete(key)
    if (page.size === 0) this.#pages.delete(topic)
    const members = new Map([...page.values()].map(({ member }) => [member.id, member]))
    return [...members.values()].sort((one, other) => one.since - other.since || (one.id < other.id ? -1 : 1))
  }

  forget(topic: Topic): void {
    this.#pages.delete(topic)
  }
}
