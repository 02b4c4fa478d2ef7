import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { answerRpc } from './answer-rpc.ts'
import type { GatewayOptions, RouteEnv } from './gateway-options.ts'
import * as limits from './limits.ts'
import { createMethods } from './methods.ts'
import { refuse, TooLargeError } from './refusals.ts'

/** `POST /rpc`: one request of JSON-RPC, or a batch. */
export function rpcRoute(options: GatewayOptions): Hono<RouteEnv> {
  const { storeOf, wake, commands, version, failed = () => undefined, rpcBytes = limits.rpcBytes } = options
  const tooLarge = bodyLimit({
    maxSize: rpcBytes,
    onError: (context) => refuse(context, new TooLargeError(rpcBytes)),
  })
  return new Hono<RouteEnv>().post('/rpc', tooLarge, async (context) => {
    const { tenant } = context.var
    const methods = createMethods({
      tenant,
      version,
      store: storeOf(tenant),
      commands,
      wake: (session) => wake(tenant, session),
    })
    const answer = await answerRpc(await context.req.text(), { methods, failed })
    return answer === null ? context.body(null, 204) : context.body(answer, 200, { 'Content-Type': 'application/json' })
  })
}
