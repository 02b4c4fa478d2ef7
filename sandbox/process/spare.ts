import type { WaitingShell } from './waiting-shell.ts'

/** A spare that nothing has taken for this long is given up, ms. */
const idleMs = 120_000

/** Starting one takes some of this thread's time, ms. */
const pauseMs = 5

/**
 * Keeps one shell waiting for the next command. A shell serves only the world it was started for, named by a key;
 * with `keeps` false every command starts its own.
 */
export class Spare<World> {
  private waiting: { readonly key: string; readonly shell: Promise<WaitingShell> } | null = null
  private timer: NodeJS.Timeout | undefined
  private isClosed = false

  constructor(
    private readonly launch: (world: World) => Promise<WaitingShell>,
    private readonly keyOf: (world: World) => string,
    private readonly keeps: boolean,
  ) {}

  /** A shell for this world, used by nobody else. */
  async take(world: World): Promise<WaitingShell> {
    const { waiting } = this
    this.waiting = null
    clearTimeout(this.timer)
    if (waiting !== null && waiting.key === this.keyOf(world)) {
      const shell = await waiting.shell.catch(() => null)
      if (shell !== null && !shell.hasEnded) return shell
    } else if (waiting !== null) {
      discard(waiting.shell)
    }
    return this.launch(world)
  }

  /** Starts a shell for the next command in this world, once the result of the last one is out of the way. */
  prepareSoon(world: World): void {
    if (!this.keeps || this.isClosed) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.prepare(world), pauseMs)
    this.timer.unref()
  }

  private prepare(world: World): void {
    if (this.waiting !== null) return
    const shell = this.launch(world)
    // The next `take` starts another and tells why that fails.
    shell.catch(() => {})
    this.waiting = { key: this.keyOf(world), shell }
    this.timer = setTimeout(() => this.drop(), idleMs)
    this.timer.unref()
  }

  close(): void {
    this.isClosed = true
    this.drop()
  }

  private drop(): void {
    clearTimeout(this.timer)
    if (this.waiting !== null) discard(this.waiting.shell)
    this.waiting = null
  }
}

function discard(shell: Promise<WaitingShell>): void {
  shell.then(
    (started) => started.discard(),
    () => {},
  )
}
