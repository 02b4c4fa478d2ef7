import type { SessionId } from '../../core/values/ids.ts'
import type { Tenant } from './tenant.ts'

/** A session of a tenant: `<tenant> <session>`. */
export type Topic = string & { readonly brand: 'Topic' }

export function topicOf(tenant: Tenant, session: SessionId): Topic {
  return `${tenant} ${session}` as Topic
}

/*
 * Who listens to what is told on one channel that all who publish hear:
 *   want <listener> <channel> <tenant> <session>   said again every few seconds; a new listener gets all from the start
 *   stop <listener>
 *   who                                            asks for every `want` to be said again: somebody began to publish
 * What streams goes to the channel of the listener's process, in fragments (delta-fragments.ts).
 */
export const interestChannel = 'lightspeed_listeners'

/** How often a listener says that it is there, ms. */
export const renewMs = 5_000

/** A listener that has not been heard of for so long is gone, ms. */
export const forgetMs = 15_000

/** A line of the interest channel. */
export type Interest =
  | { readonly kind: 'want'; readonly listener: string; readonly channel: string; readonly topic: Topic }
  | { readonly kind: 'stop'; readonly listener: string }
  | { readonly kind: 'who' }

export function encodeInterest(interest: Interest): string {
  switch (interest.kind) {
    case 'want':
      return `want ${interest.listener} ${interest.channel} ${interest.topic}`
    case 'stop':
      return `stop ${interest.listener}`
    case 'who':
      return 'who'
    default:
      return interest satisfies never
  }
}

/** Null for what a later version may say. */
export function decodeInterest(line: string): Interest | null {
  const [kind, listener = '', channel = '', ...topic] = line.split(' ')
  if (kind === 'want' && topic.length === 2) return { kind, listener, channel, topic: topic.join(' ') as Topic }
  if (kind === 'stop') return { kind, listener }
  return kind === 'who' ? { kind } : null
}
