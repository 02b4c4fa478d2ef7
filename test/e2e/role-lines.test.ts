import { describe, expect, onTestFinished, test } from 'vitest'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { expectOneLine } from './expect-one-line.ts'

describe.skipIf(!hasServers)(`what the roles of a server say${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  async function open() {
    const mock = await startMockProvider(() => ({ text: 'Very well.' }))
    onTestFinished(() => mock.close())
    const around = await surroundings()
    return { around, desk: await openRemoteDesk(around, mock, { apart: { silence: 1 } }) }
  }

  test("begins each line with the time and has no colours in a file, Temporal's own lines included", async () => {
    const { around, desk } = await open()
    // A workflow that no worker knows, of which Temporal's native code tells.
    const { client } = around.temporal
    const taskQueue = `queue-${new URL(desk.url).port}`
    const unknown = await client.workflow.start('unknown', { workflowId: 'unknown', taskQueue })
    await expect.poll(() => desk.worker.said()).toMatch(/temporalio_sdk_core/)
    expect(desk.worker.said()).toContain("Failed to initialize workflow of type 'unknown'")
    await unknown.terminate()
    await desk.worker.end()
    await desk.gateway.end()
    for (const { said } of [desk.worker, desk.gateway]) {
      const lines = said().trimEnd().split('\n')
      const odd = lines.filter((line) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [^\p{Cc}]+$/u.test(line))
      expect(odd).toEqual([])
    }
  })

  test.each(['gateway', 'server'])('a %s whose port is taken says which, and what to do', async (role) => {
    const { desk } = await open()
    const { port } = new URL(desk.url)
    const words = new RegExp(`^error: port ${port} of 127.0.0.1 is taken: .*--port or LIGHTSPEED_LISTEN_PORT$`)
    expectOneLine(await desk.operator(role, '--port', port), 1, words)
  })
})
