import { execFile } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
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

  /** `directory` is emptied and belongs to this pool. */
  constructor(private readonly directory: string) {}

  /** A pipe that nothing else uses. @throws SandboxFailedError */
  async take(): Promise<OutputPipe> {
    while (this.ready.length === 0) await this.refill()
    const path = this.ready.shift() ?? ''
    // A failure shows up when the pool is empty.
    if (this.ready.length < low) this.refill().catch(() => {})
    return openOutputPipe(path)
  }

  /** Removes the unused ones. */
  async close(): Promise<void> {
    await this.making?.catch(() => {})
    this.ready = []
    await rm(this.directory, { recursive: true, force: true })
  }

  private refill(): Promise<void> {
    this.making ??= this.make().finally(() => (this.making = null))
    return this.making
  }

  private async make(): Promise<void> {
    if (this.made === 0) await this.empty()
    const paths = Array.from({ length: batch }, () => join(this.directory, String(this.made++)))
    try {
      await run('mkfifo', ['-m', '600', ...paths], { env: { PATH: '/usr/bin:/bin:/run/current-system/sw/bin' } })
    } catch (error) {
      throw new SandboxFailedError(`cannot make pipes in ${this.directory} (${errorMessage(error).trim()})`)
    }
    this.ready.push(...paths)
  }

  /** Pipes that a killed process left. */
  private async empty(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true })
    await mkdir(this.directory, { recursive: true, mode: 0o700 })
  }
}
