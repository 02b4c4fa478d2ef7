import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hashBlob } from '../../core/store/hash-blob.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { CommandId, SessionId } from '../../core/values/ids.ts'
import { connectRemote } from '../../remote/client/connect-remote.ts'
import { openRemoteHost } from '../../remote/client/open-remote-host.ts'
import { openRemoteStore } from '../../remote/client/open-remote-store.ts'
import type { BlobWriter } from '../../vfs/tree/entry.ts'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Script } from '../support/mock-provider/script.ts'
import { openRemoteDesk, type RemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { waitFor } from '../support/wait-for.ts'
import { runs } from '../tui/support/answers.ts'
import { foldedTree, type Said } from '../vfs/hostile-tree.ts'

/** Runs one command, and repeats what became of it. */
const script: Script = ({ results, userText }) =>
  userText.startsWith('go') && results.length === 0
    ? runs('echo it ran')
    : { text: `said: ${results.map(({ text }) => text).join()}` }

const run = ['run', '-m', modelOf['anthropic-messages']]

/** Where the worker has the tree of session `hostile-large`. */
function copiesOfLarge(): string {
  const desks = readdirSync(tmpdir()).filter((name) => name.startsWith('desk-'))
  const below = 'home/data/tenants/default/sandboxes/hostile-large/mounts/mnt%2Fbomb'
  const found = desks.map((desk) => join(tmpdir(), desk, below)).find((path) => existsSync(path))
  if (found === undefined) throw new Error('no copy yet')
  return found
}

/* Whoever has a key stores the blobs of a tree, and says what it holds. */
describe.skipIf(!hasServers)(`a worker is given a tree that no disk could hold${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  async function open() {
    const mock = await startMockProvider(script)
    onTestFinished(() => mock.close())
    return openRemoteDesk(await surroundings(), mock)
  }

  /** Mounts a tree into a session by the gateway alone; how that was settled. */
  async function mount(desk: RemoteDesk, session: string, path: string, tree: (blobs: BlobWriter) => BlobRef) {
    const blobs = new Map<BlobRef, Uint8Array>()
    const put = (bytes: Uint8Array) => {
      const ref = hashBlob(bytes)
      blobs.set(ref, bytes)
      return ref
    }
    const baseRef = tree({ put, get: () => Promise.reject(new Error('nothing is read here')) })
    const connection = await connectRemote(desk)
    const store = openRemoteStore(connection)
    await store.blobs.put([...blobs.values()])
    const host = openRemoteHost(connection, store)
    const id = `mount.${path.slice(0, 40).replaceAll('/', ':')}` as CommandId
    const command = { kind: 'workspace.mount', path, baseRef, readOnly: false, source: null } as const
    await host.submit(session as SessionId, id, command)
    const settled = await host.settled(session as SessionId, id, AbortSignal.timeout(30_000))
    await store.close()
    return settled
  }

  const folded = (width: number, levels: number, said: Said) => (blobs: BlobWriter) =>
    foldedTree(width, levels, said, blobs)

  test('one that lies is told to the model and the person as the result of the command', async () => {
    const desk = await open()
    expect(await desk.run([...run, '--session-id', 'lies', 'hello'])).toMatchObject({ code: 0 })
    await mount(desk, 'lies', '/mnt/bomb', folded(30, 6, { files: 1 }))
    const { code, stdout } = await desk.run([...run, '-r', 'lies', 'go'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/said: The command was not run: tree sha256:\w+ cannot be read: it holds 30 files/)
  })

  test('one that is only large ends with a stop, and its worker with SIGTERM', async () => {
    const desk = await open()
    expect(await desk.run([...run, '--session-id', 'hostile-large', 'hello'])).toMatchObject({ code: 0 })
    await mount(desk, 'hostile-large', '/mnt/bomb', folded(98, 3, 'the truth'))
    const started = desk.start([...run, '-r', 'hostile-large', 'go'])
    const copies = await waitFor(copiesOfLarge)
    await waitFor(() => expect(existsSync(join(copies, 'n0', 'n0', 'n0'))).toBe(true))
    expect(await desk.run(['stop', 'hostile-large'])).toMatchObject({ code: 0 })
    await started.ended
    expect((await desk.run(['log', 'hostile-large'])).stdout).toContain('run.finished')
    // Nothing of it is under way any more.
    expect(existsSync(join(copies, 'n97'))).toBe(false)
    desk.worker.signal('SIGTERM')
    await waitFor(() => expect(() => process.kill(desk.worker.pid, 0)).toThrow())
    expect(desk.worker.said()).not.toContain('still in use')
  })

  test('a mount that would hide a part of the sandbox is refused by whoever works on the session', async () => {
    const desk = await open()
    expect(await desk.run([...run, '--session-id', 'paths', 'hello'])).toMatchObject({ code: 0 })
    for (const path of ['/proc', '/etc', '/usr/bin', `/mnt${'/deep'.repeat(1200)}`]) {
      const settled = await mount(desk, 'paths', path, folded(1, 1, 'the truth'))
      expect(settled).toMatchObject({ rejection: { code: 'invalid' } })
    }
    expect((await desk.run([...run, '-r', 'paths', 'go'])).stdout).toContain('it ran')
  })
})
