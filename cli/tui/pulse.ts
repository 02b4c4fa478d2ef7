/** Between repaints of what streams, ms: fast enough to read along, slow enough to stay calm. */
const calmMs = 80

/** What is told in one go is drawn in one go, ms. */
const togetherMs = 16

/** Between repaints while the time that something takes is shown, ms. */
const secondMs = 1_000

/** Says when the screen is to be drawn again: at once after a key, a few times a second while text streams. */
export class Pulse {
  private count = 0
  private readonly listeners = new Set<() => void>()
  private shortTimer: NodeJS.Timeout | undefined
  private soonTimer: NodeJS.Timeout | undefined
  private clock: NodeJS.Timeout | undefined
  private isDue = false

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly version = (): number => this.count

  /** Draws after what goes on now. */
  now(): void {
    if (this.isDue) return
    this.isDue = true
    queueMicrotask(() => this.draw())
  }

  /** Draws once what arrives together has arrived. */
  shortly(): void {
    this.shortTimer ??= setTimeout(() => this.draw(), togetherMs)
  }

  /** Draws within a moment. */
  soon(): void {
    this.soonTimer ??= setTimeout(() => this.draw(), calmMs)
  }

  /** Draws once a second while something goes on. */
  tick(isOn: boolean): void {
    if (isOn === (this.clock !== undefined)) return
    clearInterval(this.clock)
    this.clock = isOn ? setInterval(() => this.draw(), secondMs) : undefined
  }

  stop(): void {
    this.tick(false)
    clearTimeout(this.soonTimer)
    clearTimeout(this.shortTimer)
    this.listeners.clear()
  }

  private draw(): void {
    this.isDue = false
    clearTimeout(this.soonTimer)
    clearTimeout(this.shortTimer)
    this.soonTimer = undefined
    this.shortTimer = undefined
    this.count += 1
    for (const listener of this.listeners) listener()
  }
}
