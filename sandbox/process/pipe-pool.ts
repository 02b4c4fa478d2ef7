import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { errorMessage } from '../../core/values/errors.ts'
import { SandboxFailedError } from '../errors.ts'
import { openOutputPipe, type OutputPipe } from './output-pipe.ts'

const run = promisify(execFile)

const batch = 16
const low = 4

/** Pipes for commands. Node cannot make one, so `mkfifo` makes many at a time, ahead of need. */
export class PipePool {
  private ready: string[] = []
  private made = 0
  private making: Promise<void> | null = null

  /** `directory` must be there when the first pipe is taken. */
  constructor(private readonly directory: string) {}

  /** A pipe that nothing else uses. @throws SandboxFailedError */
  async take(): Promise<OutputPipe> {
    while (this.ready.length === 0) await this.refill()
    const path = this.ready.shift() ?? ''
    // A failure shows up when the pool is empty.
    if (this.ready.length < low) this.refill().catch(() => {})
    return openOutputPipe(path)
  }

  /** Resolves when nothing is being made in the directory any more. */
  async idle(): Promise<void> {
    await this.making?.catch(() => {})
  }

  private refill(): Promise<void> {
    this.making ??= this.make().finally(() => (this.making = null))
    return this.making
  }

  private async make(): Promise<void> {
    const paths = Array.from({ length: batch }, () => join(this.directory, `pipe-${this.made++}`))
    try {
      await run('mkfifo', ['-m', '600', ...paths], { env: { PATH: '/usr/bin:/bin:/run/current-system/sw/bin' } })
    } catch (error) {
      throw new SandboxFailedError(`cannot make pipes in ${this.directory} (${errorMessage(error).trim()})`)
    }
    this.ready.push(...paths)
  }
}
