import { readPending } from './read-pending.ts'
import { ScreenKeys } from './screen-keys.ts'
import { uncooked } from './uncooked.ts'

/** The part of a terminal that is typed on: `process.stdin`. */
export interface TypedOn {
  setRawMode(isRaw: boolean): unknown
  on(event: 'data', heard: (bytes: Buffer) => void): unknown
  off(event: 'data', heard: (bytes: Buffer) => void): unknown
  pause(): unknown
  resume(): unknown
}

/**
 * What is typed, for one screen after the other. The terminal is raw from the first screen to the last: ink lets go of it
 * between two, and an Enter typed then would be echoed and become a new line. What comes in meanwhile waits for the next.
 */
export class Keyboard {
  private current: ScreenKeys | null = null
  private waiting: Buffer[] = []
  private isTaken = false

  constructor(
    private readonly terminal: TypedOn,
    /** Takes what was typed before the terminal was raw. */
    private readonly typedBefore: () => Buffer = () => Buffer.alloc(0),
  ) {}

  /** For a screen that is about to be drawn. What is typed at its first sight is its own already. */
  open(): ScreenKeys {
    this.take()
    const screen = new ScreenKeys((isRaw) => {
      if (screen !== this.current) return
      if (isRaw) this.take()
      else this.giveBack()
    })
    this.current = screen
    for (const bytes of this.waiting.splice(0)) screen.write(bytes)
    return screen
  }

  /** The screen is over, before ink knows; `stays`: another one comes. */
  close(screen: ScreenKeys, stays: boolean): void {
    if (screen !== this.current) return
    this.waiting = screen.unread()
    this.current = null
    if (!stays) this.giveBack()
  }

  private readonly heard = (bytes: Buffer): void => {
    if (this.current === null) this.waiting.push(bytes)
    else this.current.write(bytes)
  }

  private take(): void {
    if (this.isTaken) return
    this.isTaken = true
    this.terminal.setRawMode(true)
    const before = this.typedBefore()
    if (before.length > 0) this.heard(uncooked(before))
    this.terminal.on('data', this.heard)
    this.terminal.resume()
  }

  /** Whoever has the terminal next reads it alone. */
  private giveBack(): void {
    if (!this.isTaken) return
    this.isTaken = false
    this.terminal.off('data', this.heard)
    this.terminal.pause()
    this.terminal.setRawMode(false)
  }
}

let ofProcess: Keyboard | null = null

/** The keyboard of the terminal that we run in. */
export function keyboard(): Keyboard {
  ofProcess ??= new Keyboard(process.stdin, readPending)
  return ofProcess
}
