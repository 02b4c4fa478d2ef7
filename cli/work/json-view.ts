import type { StoredEntry } from '../../core/log/entry.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { Delta } from '../../core/ports/deltas.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { OutcomeLine } from '../outcome/outcome-line.ts'
import { contentRefs, entryLine, type RunLine, type SessionLine } from '../outcome/run-lines.ts'
import { note } from '../render/print.ts'
import type { RunView } from './run-view.ts'

/** Writes one line; the newline is added. */
type WriteLine = (line: RunLine) => void

/** `--json`: the log, from the session line to the outcome. */
export class JsonView implements RunView {
  constructor(
    private readonly write: WriteLine,
    private readonly isQuiet = false,
  ) {}

  begin(line: SessionLine): void {
    this.write(line)
  }
  remark(words: string): void {
    if (!this.isQuiet) note(words)
  }
  async entry(entry: StoredEntry): Promise<void> {
    this.write(entryLine(entry))
  }
  delta(_delta: Delta): void {
    // Only stream-json carries what is not durable.
  }
  async end(outcome: OutcomeLine): Promise<void> {
    this.write(outcome)
  }
}

/** `--output-format stream-json`: the log, the texts that its refs name, and what streams meanwhile. */
export class StreamJsonView extends JsonView {
  private readonly said = new Set<BlobRef>()

  constructor(
    private readonly writeLine: WriteLine,
    private readonly blobs: Pick<BlobStore, 'get'>,
    isQuiet = false,
  ) {
    super(writeLine, isQuiet)
  }

  override async entry(entry: StoredEntry): Promise<void> {
    await super.entry(entry)
    for (const ref of contentRefs(entry.event)) {
      if (this.said.has(ref)) continue
      this.said.add(ref)
      const text = new TextDecoder().decode(await this.blobs.get(ref))
      this.writeLine({ kind: 'content', ref, text })
    }
  }
  override delta(delta: Delta): void {
    this.writeLine({ kind: 'delta', ...delta })
  }
}

/** `--output-format json`: the outcome and nothing else. */
export class OutcomeView extends JsonView {
  override begin(): void {
    // Nothing before the outcome.
  }
  override async entry(): Promise<void> {
    // Nothing before the outcome.
  }
}
