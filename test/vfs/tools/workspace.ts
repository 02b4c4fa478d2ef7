import type { BlobStage, MountView, ToolContext, ToolResult } from '../../../core/ports/tool.ts'
import { runTool } from '../../../core/tools/run-tool.ts'
import { createToolset } from '../../../core/tools/toolset.ts'
import type { Dialect } from '../../../core/values/model-facts.ts'
import { editTree } from '../../../vfs/tree/edit.ts'
import type { EntryContent } from '../../../vfs/tree/entry.ts'
import { lookup, readFile } from '../../../vfs/tree/read.ts'
import { walkTree } from '../../../vfs/tree/walk.ts'
import { emptyTree, fileContent, linkContent } from '../../../vfs/tree/write.ts'
import { vfsTools } from '../../../vfs/tools/vfs-tools.ts'
import { MemoryStage, toolContext } from '../../core/tools/memory-stage.ts'

/** What a file of a test's workspace is: text, bytes, a script, or a symlink. */
export type FileSpec = string | Uint8Array | { readonly script: string } | { readonly link: string }
export type FileSpecs = Readonly<Record<string, FileSpec>>

/** A session's mounts: runs calls as a host would, and moves the heads as their results say. */
export class TestWorkspace {
  readonly blobs = new MemoryStage()
  mounts: readonly MountView[] = []

  async mount(path: string, files: FileSpecs, readOnly = false): Promise<this> {
    const edits = new Map(Object.entries(files).map(([name, file]) => [name, content(file, this.blobs)]))
    const headRef = await editTree(emptyTree(this.blobs), edits, this.blobs)
    this.mounts = [...this.mounts, { path, headRef, readOnly }]
    return this
  }

  context(parts: Partial<ToolContext> = {}): ToolContext {
    return toolContext({ mounts: this.mounts, blobs: this.blobs, ...parts })
  }

  /** Input as an object, or as text for a freeform tool. */
  async call(dialect: Dialect, name: string, input: object | string): Promise<ToolResult> {
    const tools = createToolset(vfsTools(dialect))
    const args = typeof input === 'string' ? input : JSON.stringify(input)
    const result = await runTool(tools, { name, args }, this.context())
    for (const move of result.moves ?? []) {
      this.mounts = this.mounts.map((mount) => (mount.path === move.path ? { ...mount, headRef: move.headRef } : mount))
    }
    return result
  }

  /** Text of a file of the first mount, or null. */
  async text(path: string): Promise<string | null> {
    const root = this.mounts[0]!.headRef
    if ((await lookup(root, path, this.blobs)) === null) return null
    return Buffer.from(await readFile(root, path, this.blobs)).toString()
  }

  async isExecutable(path: string): Promise<boolean | undefined> {
    return (await lookup(this.mounts[0]!.headRef, path, this.blobs))?.executable
  }

  /** Paths of the first mount. */
  async paths(): Promise<readonly string[]> {
    const paths: string[] = []
    for await (const { path } of walkTree(this.mounts[0]!.headRef, this.blobs)) paths.push(path)
    return paths
  }
}

/** A workspace with these files at `/workspace`. */
export async function workspaceOf(files: FileSpecs): Promise<TestWorkspace> {
  return await new TestWorkspace().mount('/workspace', files)
}

function content(file: FileSpec, blobs: BlobStage): EntryContent {
  if (typeof file === 'string') return fileContent(Buffer.from(file), false, blobs)
  if (file instanceof Uint8Array) return fileContent(file, false, blobs)
  if ('script' in file) return fileContent(Buffer.from(file.script), true, blobs)
  return linkContent(file.link, blobs)
}
