import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SandboxStatus } from './backend.ts'
import { bubblewrapBackend } from './bubblewrap/bubblewrap-backend.ts'
import { defaultPolicy } from './policy/default-policy.ts'
import { PipePool } from './process/pipe-pool.ts'

/** Whether and how well commands can be confined on this machine, found out by running one. Needs no session. */
export async function probeSandbox(): Promise<SandboxStatus> {
  const root = await mkdtemp(join(tmpdir(), 'lightspeed-probe-'))
  const [home, tmp] = [join(root, 'home'), join(root, 'tmp')]
  const pipes = new PipePool(root)
  try {
    await mkdir(home)
    await mkdir(tmp)
    return await bubblewrapBackend(defaultPolicy('probe', process.env), join(root, 'etc'), pipes).status({
      mounts: [],
      home,
      tmp,
    })
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}
