import type { ToolContext, ToolResult } from '../../core/ports/tool.ts'
import { editTree } from '../tree/edit.ts'
import type { EntryContent } from '../tree/entry.ts'
import { lookup } from '../tree/read.ts'
import { fileContent } from '../tree/write.ts'
import { findEntry, notFound } from './find-entry.ts'
import { describeMounts, showPath, type Place } from './place.ts'
import { ToolFailure } from './tool-failure.ts'

/** A file as a draft has it. */
export interface DraftFile {
  /** After symlinks. */
  readonly place: Place
  readonly bytes: Uint8Array
  readonly executable: boolean
}

/** Changes to the mounts that become visible together, or, when something fails on the way, not at all. */
export class Draft {
  /** By mount path and path; null is a file that goes. */
  private readonly changes = new Map<string, Map<string, DraftFile | null>>()

  constructor(private readonly context: ToolContext) {}

  /** The file at a place, drafted or in the tree; null where none is. @throws ToolFailure for a directory */
  async find(at: Place): Promise<{ readonly place: Place; readonly file: DraftFile | null }> {
    const draftedAt = this.drafted(at)
    if (draftedAt !== undefined) return { place: at, file: draftedAt }
    const { place, entry } = await findEntry(at, this.context.blobs)
    const drafted = this.drafted(place)
    if (drafted !== undefined) return { place, file: drafted }
    if (entry === null) return { place, file: null }
    if (entry.kind === 'dir') throw new ToolFailure(`${this.show(place)} is a directory`)
    const bytes = await this.context.blobs.get(entry.ref)
    return { place, file: { place, bytes, executable: entry.executable } }
  }

  /** The file at a place, which must exist. @throws ToolFailure */
  async get(at: Place): Promise<DraftFile> {
    const { place, file } = await this.find(at)
    if (file !== null) return file
    if (this.drafted(place) === null) throw new ToolFailure(`${this.show(place)} was deleted earlier in this call`)
    throw await notFound(place, this.context.mounts, this.context.blobs)
  }

  /** Makes or replaces a file; `place` as `find` answered it. @throws ToolFailure in a read-only mount */
  put(file: DraftFile): void {
    this.change(file.place, file)
  }

  /** Removes a file or a symlink, not what the link leads to. @throws ToolFailure, PathError */
  async remove(at: Place): Promise<void> {
    const { blobs } = this.context
    const entry = await lookup(at.mount.headRef, at.path, blobs)
    this.change(entry?.kind === 'symlink' ? at : (await this.get(at)).place, null)
  }

  /** The new heads. @throws PathError, TreeLimitError */
  async moves(): Promise<NonNullable<ToolResult['moves']>> {
    const moves: { path: string; headRef: Place['mount']['headRef'] }[] = []
    for (const mount of this.context.mounts) {
      const changes = this.changes.get(mount.path)
      if (changes === undefined) continue
      const headRef = await editTree(mount.headRef, this.edits(changes), this.context.blobs)
      if (headRef !== mount.headRef) moves.push({ path: mount.path, headRef })
    }
    return moves
  }

  /** Undefined for a place that nothing was said about. */
  private drafted(place: Place): DraftFile | null | undefined {
    return this.changes.get(place.mount.path)?.get(place.path)
  }

  private change(place: Place, file: DraftFile | null): void {
    if (place.mount.readOnly) {
      throw new ToolFailure(`${this.show(place)} is in a read-only mount. ${describeMounts(this.context.mounts)}`)
    }
    const changes = this.changes.get(place.mount.path) ?? new Map<string, DraftFile | null>()
    this.changes.set(place.mount.path, changes.set(place.path, file))
  }

  private edits(changes: ReadonlyMap<string, DraftFile | null>): ReadonlyMap<string, EntryContent | null> {
    const edits = new Map<string, EntryContent | null>()
    for (const [path, file] of changes) {
      edits.set(path, file === null ? null : fileContent(file.bytes, file.executable, this.context.blobs))
    }
    return edits
  }

  private show(place: Place): string {
    return showPath(place, this.context.mounts)
  }
}
