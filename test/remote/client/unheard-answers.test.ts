import { expect, test } from 'vitest'
import contract from '../../../docs/schema/gateway.json' with { type: 'json' }
import { errorCode } from '../../../core/values/errors.ts'
import { connectRemote, type RemoteConnection } from '../../../remote/client/connect-remote.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { smallBytes } from '../../../remote/gateway/limits.ts'
import type { MethodName } from '../../../remote/gateway/contract.ts'
import { staged } from '../../contract/store-samples.ts'
import { openGatewayRig, ours, type GatewayRig } from '../gateway/gateway-rig.ts'
import { fullRig, right, traces } from '../gateway/right-params.ts'
import { openCuttingProxy } from './cutting-proxy.ts'

const methods = contract.methods.map(({ name }) => name as MethodName)

async function outcome({ rpc }: RemoteConnection, name: MethodName): Promise<unknown> {
  try {
    const result: unknown = await rpc(name, right[name]?.params as never)
    return JSON.stringify(result).replace(/"now":\d+/, '')
  } catch (error) {
    return errorCode(error)
  }
}

/** A client whose next answers never arrive. */
async function unlucky(rig: GatewayRig, answers: number) {
  const proxy = await openCuttingProxy(rig.gateway.port)
  const remote = await connectRemote({ url: proxy.url, key: ours })
  // Connections that are kept open would go past what is to come.
  proxy.cut()
  proxy.swallow(answers)
  return { remote, proxy }
}

const starts = [
  ['a gateway that has nothing', openGatewayRig],
  ['a gateway that has it all', fullRig],
] as const

test.each(methods.flatMap((name) => starts.map(([what, open]) => [name, what, open] as const)))(
  '%s, done by %s and not heard of, is asked again and ends as if nothing had happened',
  async (name, _, open) => {
    const [lucky, rig] = [await open(), await open()]
    const expected = await outcome(await connectRemote({ url: lucky.url, key: ours }), name)
    const { remote, proxy } = await unlucky(rig, 1)
    expect(await outcome(remote, name)).toBe(expected)
    expect(proxy.opened()).toBeGreaterThanOrEqual(3)
    expect(await traces(rig)).toEqual(await traces(lucky))
  },
)

test('a large blob whose storing was not heard of is put again', async () => {
  const rig = await openGatewayRig()
  const { remote } = await unlucky(rig, 1)
  const { ref, bytes } = staged(smallBytes + 1)
  expect(await openRemoteStore(remote).blobs.put([bytes])).toEqual([ref])
  expect(await rig.store.blobs.has([ref])).toEqual(new Set([ref]))
})
