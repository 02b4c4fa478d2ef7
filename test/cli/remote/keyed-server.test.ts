import { expect, onTestFinished, test } from 'vitest'
import { chooseModel } from '../../../cli/config/choose-model.ts'
import { requireServersKey, serversOwnKeys } from '../../../cli/remote/keyed-server.ts'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemoteHost } from '../../../remote/client/open-remote-host.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { openGatewayRig, ours, theirs } from '../../remote/gateway/gateway-rig.ts'

async function connect(url: string, key = ours) {
  const remote = await connectRemote({ url, key })
  onTestFinished(() => remote.close())
  return { tenant: remote.info.tenant, host: openRemoteHost(remote, openRemoteStore(remote)) }
}

test('a provider whose key the tenant has may be asked, and one that needs none', async () => {
  const { url } = await openGatewayRig()
  const server = await connect(url)
  await requireServersKey(server, 'anthropic', [])
  await requireServersKey(server, 'demo', [])
  await requireServersKey(await connect(url, theirs), 'demo', [])
})

test('one whose key it has not is refused by name, with the command that stores the key', async () => {
  const { url } = await openGatewayRig()
  await expect(requireServersKey(await connect(url), 'openai', [])).rejects.toMatchObject({
    code: 'auth',
    message: expect.stringContaining('no key of openai for tenant ours: whoever runs it stores one with `lightspeed'),
  })
  await expect(requireServersKey(await connect(url, theirs), 'anthropic', [])).rejects.toMatchObject({
    message: expect.stringContaining('`lightspeed model-keys put anthropic --tenant theirs`'),
  })
})

test('a model that nobody names is one that the server has a key for; with none it says who stores one', async () => {
  const { url } = await openGatewayRig()
  const choose = async (key: string) => {
    const keys = await serversOwnKeys(await connect(url, key))
    return chooseModel({ flag: null, config: null, providers: [], ...keys })
  }
  expect((await choose(ours)).text).toMatch(/^anthropic\//)
  await expect(choose(theirs)).rejects.toMatchObject({
    code: 'auth',
    message: expect.stringContaining('`lightspeed model-keys put PROVIDER --tenant theirs`'),
  })
})
