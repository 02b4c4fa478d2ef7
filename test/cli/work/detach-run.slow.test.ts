import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { SessionId } from '../../../core/values/ids.ts'
import { openCuttingProxy } from '../../remote/client/cutting-proxy.ts'
import { openGatewayRig, ours } from '../../remote/gateway/gateway-rig.ts'
import { openDesk } from '../../support/cli.ts'

/** Longer than a request is sent again where nobody answers, ms. */
const outageMs = 12_000

/** Somebody's machine, and a gateway behind a network that breaks; nobody works on its sessions. */
async function open() {
  const rig = await openGatewayRig()
  const proxy = await openCuttingProxy(rig.gateway.port)
  const desk = openDesk({ 'a.txt': 'a' })
  const env = { LIGHTSPEED_REMOTE: proxy.url, LIGHTSPEED_REMOTE_KEY: ours }
  const detach = (session: string, ...args: readonly string[]) =>
    desk.start(['run', '--detach', '-m', 'demo/scripted', '--session-id', session, ...args, 'do it'], { env })
  const asked = async (session: string) =>
    (await rig.store.inbox.pending(session as SessionId)).filter(({ command }) => command.kind === 'run.request').length
  return { rig, proxy, detach, asked }
}

test.each(['before', 'after'] as const)(
  'run --detach whose gateway is away for long from %s it has the prompt on has it stored once',
  { timeout: 60_000 },
  async (when) => {
    const { proxy, detach, asked } = await open()
    proxy.dieAt('"run.request"', when)
    const run = detach('outage')
    await run.heard(/the server does not answer; the prompt is sent again for up to 60 s/)
    await wait(outageMs)
    proxy.refuse(false)
    const { code, stdout } = await run.ended
    expect([code, stdout, await asked('outage')]).toEqual([0, 'outage\n', 1])
  },
)

test('run --detach that is interrupted meanwhile says that the prompt may be stored', { timeout: 60_000 }, async () => {
  const { proxy, detach, asked } = await open()
  proxy.dieAt('"run.request"', 'after')
  const run = detach('left', '--json')
  await run.heard(/the server does not answer/)
  run.child.kill('SIGINT')
  const { code, stderr, lines } = await run.ended
  expect([code, await asked('left')]).toEqual([130, 1])
  expect(stderr).toMatch(/the prompt may be stored, or not: lightspeed sessions show left shows whether it is/)
  expect(lines()).toMatchObject([{ kind: 'outcome', outcome: 'cancelled', session: 'left', error: { code: 'left' } }])
})
