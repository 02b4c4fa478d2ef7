import type { StoredEntry } from '../../core/log/entry.ts'
import { callOpId, shellOpId } from '../../core/machine/op-ids.ts'
import type { ToolFinished } from '../../core/machine/tool/events.ts'
import type { ModelFormat } from '../../core/ports/model.ts'
import type { Store } from '../../core/ports/store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { OpId, RunId, SessionId } from '../../core/values/ids.ts'
import { emptyTally, tallyEntry, type RunTally } from '../outcome/run-tally.ts'
import { callTitle } from '../render/call-title.ts'

/** What was said and done, as a person reads it. */
export type Passage =
  | { readonly type: 'prompt'; readonly run: string | null; readonly text: string }
  | { readonly type: 'answer'; readonly text: string }
  | { readonly type: 'call'; readonly title: string; readonly outcome: string; readonly exitCode: number | null }
  | { readonly type: 'end'; readonly run: string; readonly outcome: string }

/** A session from its first entry to its last. */
export interface History {
  readonly runs: readonly RunTally[]
  readonly passages: readonly Passage[]
}

const pageSize = 1000

/** Reads a whole log. */
export async function readHistory(session: SessionId, store: Store, format: ModelFormat): Promise<History> {
  const reader = new HistoryReader(store, format)
  for (let after = 0; ;) {
    const entries = await store.log.read(session, after, pageSize)
    for (const entry of entries) await reader.read(entry)
    if (entries.length < pageSize) return { runs: reader.runs, passages: reader.passages }
    after = entries.at(-1)?.seq ?? after
  }
}

class HistoryReader {
  runs: readonly RunTally[] = []
  readonly passages: Passage[] = []
  private active: RunId | null = null
  private readonly titles = new Map<OpId, string>()

  constructor(
    private readonly store: Store,
    private readonly format: ModelFormat,
  ) {}

  async read(entry: StoredEntry): Promise<void> {
    const { event } = entry
    if (event.kind === 'run.requested') this.runs = [...this.runs, emptyTally(event.commandId)]
    this.runs = this.runs.map((run) => (run.outcome === null ? tallyEntry(run, entry) : run))
    switch (event.kind) {
      case 'run.requested':
        this.passages.push({ type: 'prompt', run: event.runId, text: await this.itemText(event.input.ref) })
        break
      case 'run.steered':
        this.passages.push({ type: 'prompt', run: event.runId, text: await this.itemText(event.input.ref) })
        break
      case 'shell.requested':
        this.titles.set(shellOpId(event.shellId), `! ${await this.text(event.lineRef)}`)
        break
      case 'shell.finished':
        this.end(shellOpId(event.shellId), event)
        break
      case 'run.started':
        this.active = event.runId
        break
      case 'turn.generated':
        if (event.textRef !== null) this.passages.push({ type: 'answer', text: await this.text(event.textRef) })
        for (const [index, call] of event.calls.entries()) {
          if (this.active === null) break
          const title = callTitle(call.name, await this.text(call.argsRef))
          this.titles.set(callOpId(this.active, event.turnId, index), title)
        }
        break
      case 'tool.finished':
        this.end(event.call, event)
        break
      case 'run.finished':
        this.passages.push({ type: 'end', run: event.runId, outcome: event.outcome.type })
        break
      default:
    }
  }

  private end(opId: OpId, { outcome, exitCode }: Pick<ToolFinished, 'outcome' | 'exitCode'>): void {
    this.passages.push({ type: 'call', title: this.titles.get(opId) ?? opId, outcome, exitCode })
    this.titles.delete(opId)
  }

  private async text(ref: BlobRef): Promise<string> {
    return new TextDecoder().decode(await this.store.blobs.get(ref))
  }

  private async itemText(ref: BlobRef): Promise<string> {
    const item = JSON.parse(await this.text(ref)) as Readonly<Record<string, unknown>>
    return this.format
      .view(item)
      .flatMap((view) => (view.type === 'text' ? view.text : view.type === 'image' ? `[${view.label}]` : []))
      .join('\n')
  }
}
