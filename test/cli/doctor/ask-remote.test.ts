import { expect, test } from 'vitest'
import { askRemote } from '../../../cli/doctor/ask-remote.ts'
import { judgeRemote } from '../../../cli/doctor/checks.ts'
import { keyOf, openGatewayRig, ours } from '../../remote/gateway/gateway-rig.ts'

test('of a server that sessions are on it is said whether it answers, and to whom', async () => {
  const { url } = await openGatewayRig()
  const found = judgeRemote(await askRemote({ name: 'work', url: `${url}/`, key: ours }))
  expect(found).toMatchObject({
    level: 'ok',
    found: `sessions are on work (${url}): it answers, lightspeed 1.2.3, tenant ours`,
  })
  await expect(askRemote({ name: 'work', url, key: keyOf('wrong') })).rejects.toMatchObject({ code: 'remote-key' })
  expect(judgeRemote(null).found).toBe('none; sessions are on this machine')
})
