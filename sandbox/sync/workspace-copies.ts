import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { BlobStage, MountView } from '../../core/ports/tool.ts'
import type { SkippedPath, TreeSync } from '../../core/ports/tree-sync.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { errorMessage } from '../../core/values/errors.ts'
import type { Place, Places } from './places.ts'

/** What commands did to the copies since they were last in step. */
export interface Brought {
  readonly moves: readonly { readonly path: string; readonly headRef: BlobRef }[]
  /** Absolute workspace paths. */
  readonly changed: readonly string[]
  readonly skipped: readonly SkippedPath[]
  /** Mounts whose changes could not be taken, and why. */
  readonly failed: readonly SkippedPath[]
}

/** The mounts of a session as real directories, made once and then kept in step by difference. */
export class WorkspaceCopies {
  /** `root` belongs to this session; `guardsReadOnly`: commands cannot write to read-only mounts. */
  constructor(
    private readonly root: string,
    private readonly sync: TreeSync,
    private readonly guardsReadOnly: boolean,
  ) {}

  /** The directories, made where they are missing. */
  async places(mounts: readonly MountView[]): Promise<Places> {
    const places = mounts.map((mount) => this.place(mount))
    const home = join(this.root, 'home')
    const tmp = join(this.root, 'tmp')
    const directories = [home, tmp, ...places.map(({ directory }) => directory)]
    await Promise.all(directories.map((directory) => mkdir(directory, { recursive: true, mode: 0o700 })))
    return { mounts: places, home, tmp }
  }

  /** Makes every copy hold its head. @throws the reason of the signal, and what the port throws */
  async checkout(mounts: readonly MountView[], blobs: BlobStage, signal: AbortSignal): Promise<void> {
    for (const mount of mounts)
      await this.sync.checkout(this.place(mount).directory, mount.headRef, blobs, signal, mount.ignoreRef)
  }

  /** Snapshots every copy that may have changed; those that the signal ended have failed. */
  async capture(mounts: readonly MountView[], blobs: BlobStage, signal: AbortSignal): Promise<Brought> {
    const open = mounts.filter(({ readOnly }) => !readOnly || !this.guardsReadOnly)
    const brought = await Promise.all(open.map((mount) => this.captureOne(mount, blobs, signal)))
    return {
      moves: brought.flatMap(({ moves }) => moves),
      changed: brought.flatMap(({ changed }) => changed),
      skipped: brought.flatMap(({ skipped }) => skipped),
      failed: brought.flatMap(({ failed }) => failed),
    }
  }

  /** What an error says, for the model and others who are not to know where on this machine the copies are. */
  reason(error: unknown): string {
    const [where, which] = this.root.split(sep).slice(-2)
    return errorMessage(error).replaceAll(this.root, `${where}/${which}`)
  }

  private async captureOne(mount: MountView, blobs: BlobStage, signal: AbortSignal): Promise<Brought> {
    try {
      const { directory } = this.place(mount)
      const { root, changed, skipped } = await this.sync.capture(directory, blobs, signal, mount.ignoreRef)
      // Captured all the same, so that the next checkout knows what to put right.
      if (mount.readOnly) return nothing
      return {
        moves: root === mount.headRef ? [] : [{ path: mount.path, headRef: root }],
        changed: changed.map((path) => join(mount.path, path)),
        skipped: skipped.map(({ path, reason }) => ({ path: join(mount.path, path), reason })),
        failed: [],
      }
    } catch (error) {
      return { ...nothing, failed: [{ path: mount.path, reason: this.reason(error) }] }
    }
  }

  private place({ path, readOnly }: MountView): Place {
    return { path, readOnly, directory: join(this.root, 'mounts', directoryName(path)) }
  }
}

/** File systems take names of 255 bytes, and a path of the workspace may be longer. */
function directoryName(path: string): string {
  const name = encodeURIComponent(path.slice(1))
  if (name.length <= longestName) return name
  return `${name.slice(0, longestName - 65)}~${createHash('sha256').update(path).digest('hex')}`
}

const longestName = 200

const nothing: Brought = { moves: [], changed: [], skipped: [], failed: [] }
