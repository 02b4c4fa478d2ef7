import { resultOfShell } from '../../core/effects/shell-words.ts'
import { callOpId, shellOpId } from '../../core/machine/op-ids.ts'
import type { ShellFinished, ShellRequested } from '../../core/machine/shell/events.ts'
import type { ToolFinished } from '../../core/machine/tool/events.ts'
import type { TurnGenerated } from '../../core/machine/turn/events.ts'
import type { WorkspaceAdvanced, WorkspaceMounted } from '../../core/machine/workspace/events.ts'
import type { Mount } from '../../core/machine/workspace/state.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { OpId, RunId } from '../../core/values/ids.ts'
import { callTitle } from '../render/call-title.ts'
import type { CallBlock } from './block.ts'
import type { Texts } from './texts.ts'

/** A unified diff between two trees. */
export type TreeDiff = (before: BlobRef, after: BlobRef) => Promise<string>

/** Where the whole output of a call is to be read. */
export interface CallOutput {
  readonly title: string
  /** The stored output, or the item that holds it. */
  readonly read: () => Promise<string>
}

/** Before a command of the person. */
const shellMark = '! '

/** Follows calls from request to result: their titles, what they changed, what they said. */
export class CallWatch {
  private readonly titles = new Map<OpId, string>()
  private readonly heads = new Map<string, BlobRef>()
  /** Moves come before the result that they belong to. */
  private readonly moves = new Map<OpId, { readonly before: BlobRef; readonly after: BlobRef }[]>()
  /** Of the newest call that is over. */
  last: CallOutput | null = null

  constructor(
    private readonly texts: Texts,
    private readonly diff: TreeDiff,
  ) {}

  mounted({ path, baseRef }: WorkspaceMounted): void {
    this.heads.set(path, baseRef)
  }

  /** Mounts as they stand now. */
  mountedAll(mounts: readonly Mount[]): void {
    for (const { path, headRef } of mounts) this.heads.set(path, headRef)
  }

  /** What comes next was before what is known of mounts. */
  forgetHeads(): void {
    this.heads.clear()
  }

  async requested(runId: RunId, { turnId, calls }: TurnGenerated): Promise<void> {
    for (const [index, call] of calls.entries()) {
      this.titles.set(callOpId(runId, turnId, index), callTitle(call.name, await this.texts.text(call.argsRef)))
    }
  }

  async asked({ shellId, lineRef }: ShellRequested): Promise<void> {
    this.titles.set(shellOpId(shellId), `${shellMark}${await this.texts.text(lineRef)}`)
  }

  titleOf(call: OpId): string {
    return this.titles.get(call) ?? call
  }

  advanced({ path, headRef, call }: WorkspaceAdvanced): void {
    const before = this.heads.get(path)
    this.heads.set(path, headRef)
    if (before !== undefined) this.moves.set(call, [...(this.moves.get(call) ?? []), { before, after: headRef }])
  }

  finished(event: ToolFinished): Promise<CallBlock> {
    return this.over(event.call, event)
  }

  finishedShell(event: ShellFinished): Promise<CallBlock> {
    return this.over(shellOpId(event.shellId), event)
  }

  private async over(call: OpId, result: ToolFinished | ShellFinished): Promise<CallBlock> {
    const { outcome, exitCode, durationMs } = result
    const title = this.titleOf(call)
    const said = await this.saidBy(result, title)
    const read = async () => (result.outputRef === null ? said : this.texts.text(result.outputRef))
    this.last = { title, read }
    const diffs = await Promise.all((this.moves.get(call) ?? []).map(({ before, after }) => this.diff(before, after)))
    this.titles.delete(call)
    this.moves.delete(call)
    const output = exitCode !== null || outcome !== 'ok' ? said : null
    return { type: 'call', title, outcome, exitCode, durationMs, diff: diffs.join(''), output }
  }

  private async saidBy(result: ToolFinished | ShellFinished, title: string): Promise<string> {
    const views = await this.texts.views(result.item.ref)
    const said = views.flatMap((view) => (view.type === 'result' || view.type === 'text' ? view.text : [])).join('\n')
    return result.kind === 'shell.finished' ? resultOfShell(title.slice(shellMark.length), said) : said
  }
}
