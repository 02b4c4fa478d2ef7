import { Hono } from 'hono'
import pLimit, { type LimitFunction } from 'p-limit'
import { BlobNotFoundError } from '../../core/ports/blob-store.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import { isBlobRef } from '../../core/values/blob-ref.ts'
import { LightspeedError } from '../../core/values/errors.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { Tenant } from '../postgres/tenant.ts'
import type { BodyBudget } from './body-budget.ts'
import type { GatewayOptions, RouteEnv } from './gateway-options.ts'
import { blobBytes } from './limits.ts'
import { TooLargeError } from './refusals.ts'
import { RequestError } from './rpc-error.ts'

/** Blobs of one tenant that are taken in at once: each is in memory whole until it is stored. */
const putAtOnce = 4

/** Bytes that do not hash to the ref they were sent under; nothing was stored. */
class WrongBytesError extends LightspeedError {
  readonly code = 'wrong-bytes'
  constructor(readonly ref: BlobRef) {
    super(`the body does not hash to ${ref}: it changed on its way, or before; nothing was stored`)
  }
}

/** `GET` and `PUT /blobs/:ref`: one blob as plain bytes. */
export function blobRoutes({ storeOf }: Pick<GatewayOptions, 'storeOf'>, budget: BodyBudget): Hono<RouteEnv> {
  // Of each tenant by itself: one that sends slowly keeps no other waiting.
  const limits = new Map<Tenant, LimitFunction>()
  const limitOf = (tenant: Tenant): LimitFunction => {
    const limit = limits.get(tenant) ?? pLimit(putAtOnce)
    limits.set(tenant, limit)
    return limit
  }
  return new Hono<RouteEnv>()
    .get('/blobs/:ref', async (context) => {
      const bytes = await storeOf(context.var.tenant).blobs.get(refOf(context.req.param('ref')))
      return context.body(Buffer.from(bytes), 200, {
        'Content-Type': 'application/octet-stream',
        'Content-Length': String(bytes.length),
        'Cache-Control': 'private, max-age=31536000, immutable',
      })
    })
    .put('/blobs/:ref', async (context) => {
      const ref = refOf(context.req.param('ref'))
      const length = Number(context.req.header('Content-Length') ?? NaN)
      if (!Number.isSafeInteger(length)) throw new RequestError('bad-request', 'a blob is put with its Content-Length')
      if (length > blobBytes) throw new TooLargeError(blobBytes)
      await limitOf(context.var.tenant)(async () => {
        const release = budget.take(context.var.tenant, length)
        try {
          const bytes = new Uint8Array(await context.req.arrayBuffer())
          if (hashBlob(bytes) !== ref) throw new WrongBytesError(ref)
          await storeOf(context.var.tenant).blobs.put([bytes])
        } finally {
          release()
        }
      })
      return context.body(null, 204)
    })
}

function refOf(text: string): BlobRef {
  if (!isBlobRef(text)) throw new BlobNotFoundError(text as BlobRef)
  return text
}
