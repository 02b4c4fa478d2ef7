import type { WaitingShell } from './waiting-shell.ts'

/** Spares that nothing has taken for this long are given up, ms. */
const idleMs = 120_000

/** Starting one takes some of this thread's time: further ones wait for a quiet moment, ms. */
const pauseMs = 5

interface Waiting {
  readonly key: string
  readonly shell: Promise<WaitingShell>
}

/**
 * Keeps `depth` shells waiting for the next commands. A shell serves only the world it was started for, named by
 * a key; with a depth of 0 every command starts its own.
 */
export class Spare<World> {
  private waiting: Waiting[] = []
  private pause: NodeJS.Timeout | undefined
  private idle: NodeJS.Timeout | undefined
  private isClosed = false

  constructor(
    private readonly launch: (world: World) => Promise<WaitingShell>,
    private readonly keyOf: (world: World) => string,
    private readonly depth: number,
  ) {}

  /** A shell for this world, used by nobody else. */
  async take(world: World): Promise<WaitingShell> {
    clearTimeout(this.pause)
    const key = this.keyOf(world)
    if (this.waiting.some((waiting) => waiting.key !== key)) this.drop()
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      const shell = await next.shell.catch(() => null)
      if (shell !== null && !shell.hasEnded) return shell
    }
    return this.launch(world)
  }

  /** Starts the shell of the next command while this one runs: what starting takes is then lost in waiting. */
  prepareMeanwhile(world: World): void {
    setImmediate(() => {
      if (this.lacks()) this.prepare(world)
    })
  }

  /** Starts shells for the next commands in this world, once the result of the last one is out of the way. */
  prepareSoon(world: World): void {
    if (!this.lacks()) return
    clearTimeout(this.pause)
    this.pause = setTimeout(() => this.prepare(world), pauseMs).unref()
  }

  /** Resolves when no shell is being started any more. */
  async close(): Promise<void> {
    this.isClosed = true
    const starting = this.waiting.map(({ shell }) => shell)
    this.drop()
    await Promise.allSettled(starting)
  }

  private lacks(): boolean {
    return !this.isClosed && this.waiting.length < this.depth
  }

  private prepare(world: World): void {
    const shell = this.launch(world)
    // The next `take` starts another and tells why that fails.
    shell.catch(() => {})
    this.waiting.push({ key: this.keyOf(world), shell })
    clearTimeout(this.idle)
    this.idle = setTimeout(() => this.drop(), idleMs).unref()
    this.prepareSoon(world)
  }

  private drop(): void {
    clearTimeout(this.pause)
    clearTimeout(this.idle)
    for (const { shell } of this.waiting) discard(shell)
    this.waiting = []
  }
}

function discard(shell: Promise<WaitingShell>): void {
  shell.then(
    (started) => started.discard(),
    () => {},
  )
}
