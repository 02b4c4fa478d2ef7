import { expect, test } from 'vitest'
import { SessionFeed } from '../../../remote/client/session-feed.ts'
import type { Wire } from '../../../remote/client/wire.ts'
import { changedEvent } from '../../../remote/gateway/sse.ts'
import type { SessionId } from '../../../core/values/ids.ts'

const changed = new TextEncoder().encode(changedEvent)

/** A wire whose requests are answered by hand. */
function openWire() {
  const asked: ((response: Response) => void)[] = []
  const send: Wire['send'] = () => new Promise((resolve) => asked.push(resolve))
  return { asked, wire: { url: 'http://gateway', send } as Wire }
}

function notThere(): Response {
  const error = { code: -32003, message: 'no session', data: { code: 'session-not-found' } }
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 })
}

test('a session that is created while its stream is being refused is heard all the same', async () => {
  const { asked, wire } = openWire()
  const feed = new SessionFeed(wire, 'early' as SessionId, () => undefined)
  let heard = 0
  const stop = feed.watch(() => (heard += 1))
  await expect.poll(() => asked.length).toBe(1)
  feed.created()
  asked[0]?.(notThere())
  await expect.poll(() => asked.length).toBe(2)
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  asked[1]?.(new Response(readable))
  const writer = writable.getWriter()
  const before = heard
  await writer.write(changed)
  await expect.poll(() => heard).toBe(before + 1)
  // What is heard is not begun anew.
  feed.created()
  await writer.write(changed)
  await expect.poll(() => heard).toBe(before + 2)
  expect(asked).toHaveLength(2)
  stop()
})
