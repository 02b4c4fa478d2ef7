import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Over all of this process, so that two of one session never meet. */
let made = 0

/** What one process keeps on disk for one session while it runs commands: pipes, output, configuration. */
export class RunDirectory {
  /** Not there before `make`. */
  readonly path: string
  private making: Promise<void> | null = null
  private isThere = false

  /** `parent` holds the run directories of all processes. */
  constructor(private readonly parent: string) {
    this.path = join(parent, `${process.pid}-${made++}`)
  }

  /** Makes it, the first time; and removes those of processes before, since one at a time drives a session. */
  make(): Promise<void> {
    this.making ??= this.replaceOthers()
    return this.making
  }

  async remove(): Promise<void> {
    await this.making?.catch(() => {})
    if (this.isThere) await rm(this.path, { recursive: true, force: true })
  }

  private async replaceOthers(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 })
    this.isThere = true
    const others = (await readdir(this.parent)).filter((name) => !name.startsWith(`${process.pid}-`))
    await Promise.all(others.map((name) => rm(join(this.parent, name), { recursive: true, force: true })))
  }
}
