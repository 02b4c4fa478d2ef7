import { expect, onTestFinished, test } from 'vitest'
import { openRemote } from '../../../cli/remote/open-remote.ts'
import { sendPrompt } from '../../../cli/work/send-prompt.ts'
import { tellStop } from '../../../cli/boot/stop-signals.ts'
import { remoteWorks } from '../../../cli/remote/remote-works.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { session, withSession } from '../../contract/store-samples.ts'
import { openCuttingProxy } from '../../remote/client/cutting-proxy.ts'
import { openGatewayRig, ours } from '../../remote/gateway/gateway-rig.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { noLimits } from '../../support/simulator.ts'
import { waitFor } from '../../support/wait-for.ts'

/** Somebody with a session on a server that is reached by a network that breaks; the client itself gives up at once. */
async function open() {
  const rig = await openGatewayRig()
  await withSession(rig.store)
  const proxy = await openCuttingProxy(rig.gateway.port)
  const place = { name: 'there', url: proxy.url, key: ours, patienceMs: 0 }
  const store = await openRemote(place, () => undefined)
  onTestFinished(() => store.close())
  const host = remoteWorks.get(store)?.host
  if (host === undefined) throw new Error('the store is not one of a server')
  const work = { host, models: fakeModels(() => ({ text: 'hi' })) }
  const send = (patienceMs: number, prompt = 'do it') =>
    sendPrompt(
      {
        ...{ session, commandId: 'the-one' as CommandId, api: 'openai-responses', prompt },
        ...{ images: [], limits: noLimits, head: 0 },
      },
      store,
      work,
      { say: () => undefined, patienceMs },
    )
  const stored = async () => (await rig.store.inbox.pending(session)).map(({ id }) => id)
  return { rig, proxy, send, stored }
}

const hour = 3_600_000

test.each(['before', 'after'] as const)(
  'a prompt whose server dies %s it has it is sent until there is an answer, and stored once',
  async (when) => {
    const { proxy, send, stored } = await open()
    proxy.dieAt('"run.request"', when)
    const sending = send(hour)
    const before = proxy.opened()
    await waitFor(() => expect(proxy.opened()).toBeGreaterThan(before + 2))
    expect(await stored()).toEqual(when === 'before' ? [] : ['the-one'])
    proxy.refuse(false)
    expect(await sending).toEqual({ type: 'stored', run: { after: 0, repeated: false } })
    expect(await stored()).toEqual(['the-one'])
  },
)

test('what is too large to go with the prompt is sent again, too', async () => {
  const { rig, proxy, send, stored } = await open()
  proxy.dieAt('PUT /v1/blobs/', 'before')
  const sending = send(hour, 'much '.repeat(100_000))
  const before = proxy.opened()
  await waitFor(() => expect(proxy.opened()).toBeGreaterThan(before + 2))
  proxy.refuse(false)
  expect(await sending).toMatchObject({ type: 'stored' })
  expect([await stored(), rig.failures]).toEqual([['the-one'], []])
})

test('that it may be stored is said when the server is given up, with what shows whether it is', async () => {
  const { proxy, send } = await open()
  proxy.dieAt('"run.request"', 'after')
  expect(await send(300)).toMatchObject({
    type: 'unsure',
    outcome: {
      ...{ outcome: 'failed', exitCode: 1, session },
      error: {
        code: 'remote-unreachable',
        message: `the server did not answer for 0.3 s; the prompt may be stored, or not: lightspeed sessions show ${session} shows whether it is`,
      },
    },
  })
})

test('that it was not sent is said where that is certain', async () => {
  const { proxy, send, stored } = await open()
  proxy.refuse(true)
  proxy.cut()
  expect(await send(300)).toMatchObject({
    type: 'unsure',
    outcome: {
      error: { message: expect.stringMatching(/the prompt was not sent; lightspeed run -r session-1 takes it/) },
    },
  })
  expect(await stored()).toEqual([])
})

test('Ctrl-C leaves at once, and says the same', async () => {
  const { proxy, send } = await open()
  proxy.dieAt('"run.request"', 'before')
  const sending = send(hour)
  const before = proxy.opened()
  await waitFor(() => expect(proxy.opened()).toBeGreaterThan(before + 1))
  expect(tellStop('interrupted')).toBe(true)
  expect(await sending).toMatchObject({
    type: 'unsure',
    outcome: {
      ...{ outcome: 'cancelled', exitCode: 130, session },
      error: { code: 'left', message: expect.stringContaining('the prompt may be stored, or not') },
    },
  })
})

test('what the server refuses is not sent again', async () => {
  const { rig, send } = await open()
  await rig.store.sessions.remove(session)
  await expect(send(hour)).rejects.toMatchObject({ code: 'session-not-found' })
})
