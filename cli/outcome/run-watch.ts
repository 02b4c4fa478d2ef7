import type { StoredEntry } from '../../core/log/entry.ts'
import type { Event } from '../../core/machine/events.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { CommandId, RunId } from '../../core/values/ids.ts'
import { emptyTally, tallyEntry, type RunTally } from './run-tally.ts'

/** Follows runs: what was asked for, which one is active, what it has come to. */
export class RunWatch {
  active: RunId | null = null
  /** Of the run that ended last; null when its beginning was not seen. */
  ended: RunTally | null = null
  /** What the entry that was watched last took back; null for nothing, or for what was not seen. */
  takenBack: BlobRef | null = null
  private readonly asked = new Map<RunId, { readonly input: BlobRef; readonly tally: RunTally }>()
  private steering: { readonly id: CommandId; readonly input: BlobRef }[] = []

  watch(entry: StoredEntry): void {
    const { event } = entry
    this.takenBack = this.inputTakenBack(event)
    if (event.kind === 'run.requested') {
      const tally = tallyEntry(emptyTally(event.commandId), entry)
      this.asked.set(event.runId, { input: event.input.ref, tally })
      return
    }
    if (event.kind === 'run.started') this.active = event.runId
    if (event.kind === 'run.steered') this.steering.push({ id: event.commandId, input: event.input.ref })
    if (event.kind === 'run.unsteered') this.steering = this.steering.filter(({ id }) => id !== event.steerId)
    const asked = this.active === null ? undefined : this.asked.get(this.active)
    if (this.active !== null && asked !== undefined)
      this.asked.set(this.active, { ...asked, tally: tallyEntry(asked.tally, entry) })
    if (event.kind === 'run.withdrawn') this.asked.delete(event.runId)
    if (event.kind === 'run.finished') {
      this.ended = this.asked.get(event.runId)?.tally ?? null
      this.asked.delete(event.runId)
      this.active = null
    }
  }

  private inputTakenBack(event: Event): BlobRef | null {
    if (event.kind === 'run.withdrawn') return this.inputOf(event.runId)
    if (event.kind !== 'run.unsteered') return null
    return this.steering.find(({ id }) => id === event.steerId)?.input ?? null
  }

  inputOf(run: RunId): BlobRef | null {
    return this.asked.get(run)?.input ?? null
  }

  /** Steering that was accepted since the last call. */
  takeSteering(): readonly BlobRef[] {
    const taken = this.steering.map(({ input }) => input)
    this.steering = []
    return taken
  }

  /** What has not been taken up, in the order in which it will be. */
  waiting(): readonly BlobRef[] {
    const queued = [...this.asked].filter(([runId]) => runId !== this.active)
    return [...this.steering, ...queued.map(([, asked]) => asked)].map(({ input }) => input)
  }
}
