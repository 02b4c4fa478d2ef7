import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { bubblewrapBackend } from '../../../sandbox/bubblewrap/bubblewrap-backend.ts'
import { defaultPolicy } from '../../../sandbox/policy/default-policy.ts'
import type { SandboxPolicy } from '../../../sandbox/policy/policy.ts'
import { PipePool } from '../../../sandbox/process/pipe-pool.ts'
import { killWhereThere } from '../../support/kill-where-there.ts'
import { processesWith, untilProcesses } from '../support/processes.ts'
import { describeConfined } from '../support/with-bubblewrap.ts'
import { waitFor } from '../../support/wait-for.ts'

function opened(policy: SandboxPolicy = defaultPolicy('s', process.env)) {
  const root = mkdtempSync(join(tmpdir(), 'lightspeed-backend-'))
  const [home, tmp] = [join(root, 'home'), join(root, 'tmp')]
  mkdirSync(home)
  mkdirSync(tmp)
  onTestFinished(() => {
    rmSync(root, { recursive: true })
  })
  return {
    root,
    backend: bubblewrapBackend(policy, join(root, 'etc'), new PipePool(root)),
    places: { mounts: [], home, tmp },
  }
}

const options = { take: () => {}, timeoutMs: 10_000, graceMs: 100, signal: new AbortController().signal }

describeConfined('a waiting shell', () => {
  test('leaves no process behind, whenever in its start it is given up', async () => {
    const { root, backend, places } = opened()
    for (let delayMs = 0; delayMs < 30; delayMs++) {
      const shell = await backend.launch(places)
      if (delayMs > 0) await setTimeout(delayMs)
      shell.discard()
    }
    expect(await untilProcesses(root, false, 5_000)).toBe(true)
  })

  test('that died while it waited says that the command was not run', async () => {
    const { root, backend, places } = opened()
    const shell = await backend.launch(places)
    expect(await untilProcesses(root, true)).toBe(true)
    await setTimeout(300)
    // The first of them takes the others along.
    for (const pid of processesWith(root)) killWhereThere(pid)
    await waitFor(() => expect(shell.hasEnded).toBe(true))
    await expect(shell.run('touch /tmp/ran', options)).rejects.toMatchObject({ code: 'sandbox-failed' })
  })

  test('that cannot come up says what bwrap said', async () => {
    const policy = { ...defaultPolicy('s', process.env), writable: ['/no/such/directory'] }
    const { backend, places } = opened(policy)
    const shell = await backend.launch(places)
    await expect(shell.run('true', options)).rejects.toThrow(
      /^the sandbox did not start: bwrap: .*\/no\/such\/directory: No such file or directory$/,
    )
    const status = await backend.status(places)
    expect(status).toMatchObject({ isUsable: false, enforcement: 'none' })
    expect(status.how).toContain('/no/such/directory')
  })

  test('that is aborted before it came up runs nothing, and leaves nothing behind', async () => {
    const { root, backend, places } = opened()
    for (let round = 0; round < 20; round++) {
      const shell = await backend.launch(places)
      const end = shell.run('touch /tmp/ran', { ...options, signal: AbortSignal.abort() })
      await expect(end).rejects.toMatchObject({ code: 'sandbox-failed' })
    }
    expect(existsSync(join(places.tmp, 'ran'))).toBe(false)
    expect(await untilProcesses(root, false, 5_000)).toBe(true)
  })
})
