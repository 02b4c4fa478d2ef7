import { readAttached } from '../../core/live/read-attached.ts'
import type { Attached } from '../../core/ports/presence.ts'
import { RequestError } from './rpc-error.ts'

/** Says who listens to a stream: members as JSON in base64url, since names of machines are not always ASCII. */
export const attachedHeader = 'Lightspeed-Attached'

/** Of one connection. */
const mostMembers = 8

export function encodeAttached(members: readonly Attached[]): string {
  return Buffer.from(JSON.stringify(members.slice(0, mostMembers))).toString('base64url')
}

/** @throws RequestError */
export function decodeAttached(header: string | undefined): readonly Attached[] {
  if (header === undefined) return []
  const members = parse(header)
  if (!Array.isArray(members) || members.length > mostMembers) throw malformed()
  return members.map((member) => readAttached(member) ?? fail())
}

function parse(header: string): unknown {
  try {
    return JSON.parse(Buffer.from(header, 'base64url').toString())
  } catch {
    throw malformed()
  }
}

function fail(): never {
  throw malformed()
}

function malformed(): RequestError {
  return new RequestError('bad-request', `${attachedHeader} is a list of at most ${mostMembers} members, see the docs`)
}
