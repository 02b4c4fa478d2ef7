import { HeadTail } from './head-tail.ts'
import { LiveOutput } from './live-output.ts'
import { StoredOutput } from './stored-output.ts'

/** How much of an output goes where. */
export interface OutputLimits {
  /** Shown to the model, bytes. */
  readonly shownBytes: number
  /** Kept for reading later, bytes. */
  readonly storedBytes: number
}

/** Everything a command writes: its ends to be shown, its start to be stored, and its flow to be watched. */
export class CommandOutput {
  readonly shown: HeadTail
  readonly stored: StoredOutput
  private readonly live: LiveOutput

  constructor(limits: OutputLimits, spillPath: string, onOutput: (text: string) => void) {
    this.shown = new HeadTail(limits.shownBytes)
    this.stored = new StoredOutput(spillPath, limits.storedBytes)
    this.live = new LiveOutput(onOutput)
  }

  readonly write = (bytes: Uint8Array): void => {
    this.shown.write(bytes)
    this.stored.write(bytes)
    this.live.write(bytes)
  }

  /** No more will come. */
  end(): void {
    this.live.end()
  }

  /** Gives back what the stored part takes. */
  close(): void {
    this.live.end()
    this.stored.close()
  }
}
