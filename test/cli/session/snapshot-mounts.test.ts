import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { snapshotMounts } from '../../../cli/session/snapshot-mounts.ts'
import type { Store } from '../../../core/ports/store.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { openGatewayRig, ours } from '../../remote/gateway/gateway-rig.ts'

/** What is said of its progress while a directory with 300 files is mounted. */
async function mount(store: Store): Promise<readonly (string | null)[]> {
  const [directory, indexDirectory] = ['files-', 'indexes-'].map((name) => mkdtempSync(join(tmpdir(), name))) as [
    string,
    string,
  ]
  onTestFinished(() => {
    for (const made of [directory, indexDirectory]) rmSync(made, { recursive: true })
  })
  for (let n = 0; n < 300; n++) writeFileSync(join(directory, `f${n}`), `${n} `.repeat(1_000))
  const told: (string | null)[] = []
  const mounts = [{ path: '/workspace', readOnly: false, source: directory }]
  const places = { indexDirectory, ownDirectories: [] }
  await snapshotMounts(
    mounts,
    store,
    places,
    (line) => expect.unreachable(line),
    (text) => told.push(text),
  )
  return told
}

test('a person hears how far an upload has come, until it is over', async () => {
  const { url } = await openGatewayRig()
  const told = await mount(openRemoteStore(await connectRemote({ url, key: ours })))
  expect(told.at(-1)).toBeNull()
  expect(told.at(-2)).toBe('uploading 301 of 301 blobs, 1.1 MB')
  expect(told.length).toBeGreaterThan(2)
})

test('of a mount on this machine nothing is said', async () => {
  expect(await mount(openMemoryStore())).toEqual([null])
})
