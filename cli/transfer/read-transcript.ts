import type { StoredEntry } from '../../core/log/entry.ts'
import type { Event } from '../../core/machine/events.ts'
import { callOpId } from '../../core/machine/op-ids.ts'
import type { ToolFinished } from '../../core/machine/tool/events.ts'
import type { ModelFormat, NativeItem } from '../../core/ports/model.ts'
import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { OpId } from '../../core/values/ids.ts'
import { eventNote } from '../outcome/event-note.ts'
import type { RunTally } from '../outcome/run-tally.ts'
import { RunWatch } from '../outcome/run-watch.ts'
import { callTitle } from '../render/call-title.ts'
import { itemText } from '../session/item-text.ts'
import { treeDiff } from '../workspace/mount-changes.ts'
import { readEntries } from './read-entries.ts'

/** What a person said, where it entered the conversation; what `waits` has not yet. */
export interface PromptPart {
  readonly type: 'prompt'
  readonly how: 'run' | 'steer' | 'waits'
  readonly at: number
  readonly text: string
}

/** What was said and done, in order. Texts are as they were written: whoever shows them makes them safe. */
export type TranscriptPart =
  | PromptPart
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
  yield* reader.waiting(session.updatedAt)
}

/** What never entered the conversation. */
const leftOut: ReadonlySet<Event['kind']> = new Set(['run.withdrawn', 'run.unsteered', 'shell.withdrawn', 'shell.lost'])

class TranscriptReader {
  private readonly runs = new RunWatch()
  private readonly titles = new Map<OpId, string>()
  private readonly heads = new Map<string, BlobRef>()
  private diff = ''

  constructor(
    private readonly store: Pick<Store, 'blobs'>,
    private readonly format: ModelFormat,
  ) {}

  async *read(entry: StoredEntry): AsyncGenerator<TranscriptPart, void, void> {
    const { at, event } = entry
    this.runs.watch(entry)
    if (event.kind === 'workspace.mounted') this.heads.set(event.path, event.baseRef)
    const note = leftOut.has(event.kind) ? null : eventNote(event)
    if (note !== null) yield { type: 'note', text: note.text }
    if (event.kind === 'run.started') yield* this.prompts('run', at, [this.runs.inputOf(event.runId)])
    // Steering waits for a turn boundary; what the end of a run leaves over enters with it.
    if (event.kind === 'turn.started' || event.kind === 'run.finished')
      yield* this.prompts('steer', at, this.runs.takeSteering())
    if (event.kind === 'turn.generated') {
      if (event.textRef !== null) yield { type: 'answer', text: await this.text(event.textRef) }
      for (const [index, call] of event.calls.entries()) {
        if (this.runs.active === null) break
        const title = callTitle(call.name, await this.text(call.argsRef))
        this.titles.set(callOpId(this.runs.active, event.turnId, index), title)
      }
    }
    if (event.kind === 'workspace.advanced') {
      const before = this.heads.get(event.path)
      this.heads.set(event.path, event.headRef)
      if (before !== undefined) this.diff += await treeDiff(before, event.headRef, this.store.blobs)
    }
    if (event.kind === 'tool.finished') yield await this.call(event)
    if (event.kind === 'run.finished' && this.runs.ended !== null) yield { type: 'end', tally: this.runs.ended }
  }

  /** What was asked for and is not taken up yet. */
  waiting(at: number): AsyncGenerator<TranscriptPart, void, void> {
    return this.prompts('waits', at, this.runs.waiting())
  }

  private async *prompts(
    how: PromptPart['how'],
    at: number,
    inputs: readonly (BlobRef | null)[],
  ): AsyncGenerator<TranscriptPart, void, void> {
    for (const ref of inputs)
      if (ref !== null) yield { type: 'prompt', how, at, text: itemText(await this.store.blobs.get(ref)) }
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

  private async text(ref: BlobRef): Promise<string> {
    return new TextDecoder().decode(await this.store.blobs.get(ref))
  }
}
