import type { StoredEntry } from '../../core/log/entry.ts'
import { callOpId } from '../../core/machine/op-ids.ts'
import type { ToolFinished } from '../../core/machine/tool/events.ts'
import type { ModelFormat, NativeItem } from '../../core/ports/model.ts'
import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { OpId, RunId } from '../../core/values/ids.ts'
import { emptyTally, tallyEntry, type RunTally } from '../outcome/run-tally.ts'
import { callTitle } from '../render/call-title.ts'
import { itemText } from '../session/item-text.ts'
import { treeDiff } from '../workspace/mount-changes.ts'
import { noteOf } from './event-note.ts'
import { readEntries } from './read-entries.ts'

/** What was said and done, in order. Texts are as they were written: whoever shows them makes them safe. */
export type TranscriptPart =
  | { readonly type: 'prompt'; readonly at: number; readonly text: string; readonly isSteering: boolean }
  | { readonly type: 'answer'; readonly text: string }
  | {
      readonly type: 'call'
      readonly title: string
      readonly outcome: ToolFinished['outcome']
      readonly exitCode: number | null
      readonly durationMs: number
      readonly output: string
      /** Unified; empty when no file changed. */
      readonly diff: string
    }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'end'; readonly tally: RunTally }

/** Reads a session from its first entry to its head, a part at a time. */
export async function* readTranscript(
  session: SessionSummary,
  store: Pick<Store, 'log' | 'blobs'>,
  format: ModelFormat,
): AsyncGenerator<TranscriptPart, void, void> {
  const reader = new TranscriptReader(store, format)
  for await (const entry of readEntries(store.log, session.id, session.head)) yield* reader.read(entry)
}

class TranscriptReader {
  /** Runs that are not over. */
  private tallies: readonly RunTally[] = []
  private active: RunId | null = null
  private readonly titles = new Map<OpId, string>()
  private readonly heads = new Map<string, BlobRef>()
  private diff = ''

  constructor(
    private readonly store: Pick<Store, 'blobs'>,
    private readonly format: ModelFormat,
  ) {}

  async *read(entry: StoredEntry): AsyncGenerator<TranscriptPart, void, void> {
    const { at, event } = entry
    if (event.kind === 'run.requested') this.tallies = [...this.tallies, emptyTally(event.commandId)]
    this.tallies = this.tallies.map((tally) => tallyEntry(tally, entry))
    if (event.kind === 'run.started') this.active = event.runId
    if (event.kind === 'workspace.mounted') this.heads.set(event.path, event.baseRef)
    const note = noteOf(event)
    if (note !== null) yield { type: 'note', text: note }
    if (event.kind === 'run.requested' || event.kind === 'run.steered') {
      const text = itemText(await this.store.blobs.get(event.input.ref))
      yield { type: 'prompt', at, text, isSteering: event.kind === 'run.steered' }
    }
    if (event.kind === 'turn.generated') {
      if (event.textRef !== null) yield { type: 'answer', text: await this.text(event.textRef) }
      for (const [index, call] of event.calls.entries()) {
        if (this.active === null) break
        const title = callTitle(call.name, await this.text(call.argsRef))
        this.titles.set(callOpId(this.active, event.turnId, index), title)
      }
    }
    if (event.kind === 'workspace.advanced') {
      const before = this.heads.get(event.path)
      this.heads.set(event.path, event.headRef)
      if (before !== undefined) this.diff += await treeDiff(before, event.headRef, this.store.blobs)
    }
    if (event.kind === 'tool.finished') yield await this.call(event)
    yield* this.ended()
  }

  private async call({ call, outcome, exitCode, durationMs, item }: ToolFinished): Promise<TranscriptPart> {
    const title = this.titles.get(call) ?? call
    this.titles.delete(call)
    const { diff } = this
    this.diff = ''
    const views = this.format.view(JSON.parse(await this.text(item.ref)) as NativeItem)
    const output = views.flatMap((view) => (view.type === 'result' ? [view.text] : [])).join('\n')
    return { type: 'call', title, outcome, exitCode, durationMs, output, diff }
  }

  private *ended(): Generator<TranscriptPart, void, void> {
    for (const tally of this.tallies) if (tally.outcome !== null) yield { type: 'end', tally }
    this.tallies = this.tallies.filter(({ outcome }) => outcome === null)
  }

  private async text(ref: BlobRef): Promise<string> {
    return new TextDecoder().decode(await this.store.blobs.get(ref))
  }
}
