import { readAttached } from '../../core/live/read-attached.ts'
import type { Attached } from '../../core/ports/presence.ts'
import type { Topic } from './delta-topic.ts'

/*
 * Who is attached to what is told on one channel that all gateways hear, one line a notification:
 *   here <gateway> <tenant> <session> <member as JSON>   said again every few seconds
 *   gone <gateway> <tenant> <session> <id of the member>
 *   who <tenant> <session>                               asks for every `here` of a session to be said again
 */
export const attendanceChannel = 'lightspeed_attendance'

/** How often a gateway says who is attached to it, ms. */
export const sayAgainMs = 5_000

/** A member that has not been heard of for so long is gone, ms: its gateway was killed. */
export const unheardMs = 15_000

/** One whose connection ended is there for so long all the same, ms: most come back at once, to this gateway or another. */
export const graceMs = 2_000

/** What gateways tell each other. */
export type AttendanceLine =
  | { readonly kind: 'here'; readonly gateway: string; readonly topic: Topic; readonly member: Attached }
  | { readonly kind: 'gone'; readonly gateway: string; readonly topic: Topic; readonly id: string }
  | { readonly kind: 'who'; readonly topic: Topic }

export function encodeAttendance(line: AttendanceLine): string {
  switch (line.kind) {
    case 'here':
      return `here ${line.gateway} ${line.topic} ${JSON.stringify(line.member)}`
    case 'gone':
      return `gone ${line.gateway} ${line.topic} ${line.id}`
    case 'who':
      return `who ${line.topic}`
    default:
      return line satisfies never
  }
}

/** Null for what a later version may say. */
export function decodeAttendance(text: string): AttendanceLine | null {
  const [kind, ...words] = text.split(' ')
  if (kind === 'who' && words.length === 2) return { kind, topic: words.join(' ') as Topic }
  const [gateway = '', tenant = '', session = '', ...rest] = words
  const topic = `${tenant} ${session}` as Topic
  if (kind === 'here') {
    const member = readMember(rest.join(' '))
    return member === null ? null : { kind, gateway, topic, member }
  }
  if (kind === 'gone' && rest[0] !== undefined) return { kind, gateway, topic, id: rest[0] }
  return null
}

function readMember(json: string): Attached | null {
  try {
    return readAttached(JSON.parse(json))
  } catch {
    return null
  }
}
