import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { answerRpc } from './answer-rpc.ts'
import type { BodyBudget } from './body-budget.ts'
import type { GatewayOptions, RouteEnv } from './gateway-options.ts'
import * as limits from './limits.ts'
import { createMethods } from './methods.ts'
import { refuse, TooLargeError } from './refusals.ts'

/** `POST /rpc`: one request of JSON-RPC, or a batch. */
export function rpcRoute(options: GatewayOptions, budget: BodyBudget): Hono<RouteEnv> {
  const { storeOf, wake, troubleOf, commands, keyedProviders, version } = options
  const { failed = () => undefined, rpcBytes = limits.rpcBytes } = options
  const { answerMs = limits.answerMs, wakeMs = limits.wakeMs, whySilent = () => null } = options
  const tooLarge = bodyLimit({
    maxSize: rpcBytes,
    onError: (context: Context<RouteEnv>) => refuse(context, new TooLargeError(rpcBytes)),
  })
  // Before anything of it is read; a body that does not say how long it is may become as long as any.
  const setAside: MiddlewareHandler<RouteEnv> = async (context, next) => {
    const length = Number(context.req.header('Content-Length') ?? rpcBytes)
    const release = budget.take(context.var.tenant, Math.min(length, rpcBytes))
    try {
      await next()
    } finally {
      release()
    }
  }
  return new Hono<RouteEnv>().post('/rpc', setAside, tooLarge, async (context) => {
    const { tenant, requestId } = context.var
    const methods = createMethods({
      tenant,
      version,
      store: storeOf(tenant),
      commands,
      keyedProviders: () => keyedProviders(tenant),
      trouble: (session) => troubleOf(tenant, session),
      wake: (session) => wake(tenant, session),
      mostWakeMs: wakeMs,
    })
    const ports = { methods, failed, request: requestId, mostMs: answerMs, whySilent }
    const answer = await answerRpc(await context.req.text(), ports)
    return answer === null ? context.body(null, 204) : context.body(answer, 200, { 'Content-Type': 'application/json' })
  })
}
