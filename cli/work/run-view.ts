import type { StoredEntry } from '../../core/log/entry.ts'
import type { Delta } from '../../core/ports/deltas.ts'
import type { OutcomeLine } from '../outcome/outcome-line.ts'
import type { SessionLine } from '../outcome/run-lines.ts'

/** Shows a run while it goes on; one for each output format. */
export interface RunView {
  begin(line: SessionLine): void
  /** Something that a person should know and the log does not tell. */
  remark(words: string): void
  /** Entries come in the order of the log. */
  entry(entry: StoredEntry): Promise<void>
  delta(delta: Delta): void
  end(outcome: OutcomeLine): Promise<void>
}
