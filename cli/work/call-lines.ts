import { callOpId, shellOpId } from '../../core/machine/op-ids.ts'
import type { Event } from '../../core/machine/events.ts'
import type { ToolFinished, ToolOutcome } from '../../core/machine/tool/events.ts'
import type { ShellRequested } from '../../core/machine/shell/events.ts'
import type { TurnGenerated } from '../../core/machine/turn/events.ts'
import type { WorkspaceAdvanced } from '../../core/machine/workspace/events.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { OpId, RunId } from '../../core/values/ids.ts'
import { callTitle } from '../render/call-title.ts'
import { headLines, paintDiff, withoutGitHeaders } from '../render/paint-diff.ts'
import type { Paint } from '../render/palette.ts'
import { formatDuration, plural } from '../render/quantities.ts'
import { sanitizeLine } from '../render/sanitize.ts'
import { clip } from '../render/table.ts'
import type { TextViewParts } from './text-view-parts.ts'
import { commandLine } from '../remote/typed-remote.ts'

/** Lines of a diff shown under the call that made it. */
const diffLines = 24

/** Characters of what is said of a failed call. */
const failureLength = 500

type Ended = Pick<ToolFinished, 'outcome' | 'exitCode' | 'durationMs' | 'item'>

type Parts = Pick<TextViewParts, 'screen' | 'colors' | 'blobs' | 'diff' | 'heads' | 'showsDiffs' | 'resultText'>

/** One line for each tool call and each command of a person, and under it what it changed. */
export class CallLines {
  private readonly titles = new Map<OpId, string>()
  /** Moves come before the result that they belong to. */
  private readonly moves = new Map<OpId, readonly WorkspaceAdvanced[]>()
  private readonly heads: Map<string, BlobRef>

  constructor(private readonly parts: Parts) {
    this.heads = new Map(parts.heads)
  }

  /** Keeps the head of every mount, so that a move can be shown as a diff. */
  watchMounts(event: Event): void {
    if (event.kind === 'workspace.mounted') this.heads.set(event.path, event.baseRef)
  }

  async requested(runId: RunId | null, { turnId, calls }: TurnGenerated): Promise<void> {
    if (runId === null) return
    for (const [index, call] of calls.entries()) {
      const args = new TextDecoder().decode(await this.parts.blobs.get(call.argsRef))
      this.titles.set(callOpId(runId, turnId, index), callTitle(call.name, args))
    }
  }

  /** A person, here or elsewhere, asked for a command. */
  async asked({ shellId, lineRef }: ShellRequested): Promise<void> {
    const line = new TextDecoder().decode(await this.parts.blobs.get(lineRef))
    this.titles.set(shellOpId(shellId), sanitizeLine(`! ${line}`))
  }

  began(opId: OpId): void {
    this.parts.screen.status(`${this.titles.get(opId) ?? opId} ...`)
  }

  /** A head that other work moved. */
  passedOver({ path, headRef }: WorkspaceAdvanced): void {
    this.heads.set(path, headRef)
  }

  advanced(event: WorkspaceAdvanced): void {
    this.moves.set(event.call, [...(this.moves.get(event.call) ?? []), event])
  }

  async ended(opId: OpId, event: Ended): Promise<void> {
    const { outcome, exitCode, durationMs } = event
    const { screen, colors } = this.parts
    const { mark, paint } = this.look(exitCode === null || exitCode === 0 ? outcome : 'error')
    const facts = [
      ...(outcome === 'ok' || outcome === 'error' ? [] : [outcome]),
      ...(exitCode === null ? [] : [`exit ${exitCode}`]),
      formatDuration(durationMs),
    ].join(', ')
    const title = clip(this.titles.get(opId) ?? opId, Math.max(20, screen.width - facts.length - 4))
    this.titles.delete(opId)
    screen.note(`${paint(mark)} ${title} ${colors.dim(facts)}`)
    if (outcome === 'error') await this.showFailure(event)
    for (const move of this.moves.get(opId) ?? []) await this.showMove(move)
    this.moves.delete(opId)
  }

  /** What went wrong: how the text begins or, below what a command printed, how it ends. */
  private async showFailure({ item, exitCode }: Ended): Promise<void> {
    const { screen, colors, resultText } = this.parts
    const lines = (await resultText(item.ref)).split('\n').filter((line) => line.trim() !== '')
    const said = lines.at(exitCode === null ? 0 : -1)
    if (said !== undefined) screen.note(indent(colors.dim(clip(sanitizeLine(said), failureLength))))
  }

  private async showMove({ path, headRef }: WorkspaceAdvanced): Promise<void> {
    const before = this.heads.get(path)
    this.heads.set(path, headRef)
    if (!this.parts.showsDiffs || before === undefined || before === headRef) return
    const { screen, colors, diff } = this.parts
    const { text, hidden } = headLines(withoutGitHeaders(await diff(before, headRef)), diffLines)
    screen.note(indent(paintDiff(text, colors)))
    if (hidden > 0) screen.note(colors.dim(`    ... ${plural(hidden, 'more line')}; ${commandLine('diff')} shows all`))
  }

  private look(outcome: ToolOutcome): { readonly mark: string; readonly paint: Paint } {
    const { green, red, yellow } = this.parts.colors
    if (outcome === 'ok') return { mark: '✓', paint: green }
    return outcome === 'error' ? { mark: '✗', paint: red } : { mark: '!', paint: yellow }
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ')
}
