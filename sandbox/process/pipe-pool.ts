import { execFile } from 'node:child_process'
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { errorMessage } from '../../core/values/errors.ts'
import { SandboxFailedError } from '../errors.ts'
import { openOutputPipe, type OutputPipe } from './output-pipe.ts'

const run = promisify(execFile)

const batch = 16
const low = 4

/** Over all pools of this process, so that two in one directory never meet. */
let made = 0

/** Pipes for commands. Node cannot make one, so `mkfifo` makes many at a time, ahead of need. */
export class PipePool {
  private ready: string[] = []
  private isOpen = false
  private making: Promise<void> | null = null

  /** `directory` is for pools only. */
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
    await Promise.all(this.ready.map((path) => rm(path, { force: true })))
    this.ready = []
    // Not while another pool has something in it.
    await rmdir(this.directory).catch(() => {})
  }

  private refill(): Promise<void> {
    this.making ??= this.make().finally(() => (this.making = null))
    return this.making
  }

  private async make(): Promise<void> {
    if (!this.isOpen) await this.open()
    const paths = Array.from({ length: batch }, () => join(this.directory, `${process.pid}-${made++}`))
    try {
      await run('mkfifo', ['-m', '600', ...paths], { env: { PATH: '/usr/bin:/bin:/run/current-system/sw/bin' } })
    } catch (error) {
      throw new SandboxFailedError(`cannot make pipes in ${this.directory} (${errorMessage(error).trim()})`)
    }
    this.ready.push(...paths)
  }

  /** Makes the directory and removes what a killed process left in it: sessions have one driver at a time. */
  private async open(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 })
    const left = (await readdir(this.directory)).filter((name) => !name.startsWith(`${process.pid}-`))
    await Promise.all(left.map((name) => rm(join(this.directory, name), { force: true })))
    this.isOpen = true
  }
}
