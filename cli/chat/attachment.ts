import { setTimeout as wait } from 'node:timers/promises'
import { keepDriving, type Driving } from '../../core/host/index.ts'
import type { Present } from '../../core/ports/presence.ts'
import { errorMessage } from '../../core/values/errors.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Work } from '../compose.ts'
import type { Audience } from './audience.ts'
import { note } from './block.ts'
import type { Conversation } from './conversation.ts'
import { drivingNote, roomNote } from './driving-note.ts'
import { terminalName } from './terminal-name.ts'

/** What this process does for a session while a person is attached to it: follows it, and drives it when nobody else does. */
export class Attachment {
  /** What becomes of the session here; null before that is known. */
  driving: Driving | null = null
  /** Whether what this process does waits for room on the disk. */
  isStalled = false
  /** Who is attached, this process included. */
  present: readonly Present[] = []
  /** Whether what is in flight is waited for, so that others can go on behind it. */
  private isHandingOver = false
  private readonly leaving = new AbortController()
  private readonly closing = new AbortController()
  private readonly driveEnd: Promise<void>
  private readonly ended: Promise<void>

  /** @param after entries up to here are in the conversation */
  constructor(
    private readonly session: SessionId,
    private readonly work: Work,
    private readonly conversation: Conversation,
    after: number,
    private readonly audience: Audience,
  ) {
    this.driveEnd = this.drive()
    const failed = (error: unknown) => audience.block(note(errorMessage(error), 'error'))
    const parts = [this.follow(after), this.driveEnd]
    this.ended = Promise.all(parts.map((part) => part.catch(failed))).then(() => undefined)
    this.beSeen()
  }

  /** Whether this process works on the session. */
  get isDriving(): boolean {
    return this.driving?.type === 'driving'
  }

  /** Lets go where nothing is in flight, so that another process can go on without a loss. Waits so many ms at most. */
  async handOver(patienceMs: number): Promise<void> {
    this.isHandingOver = true
    this.leaving.abort()
    const timer = new AbortController()
    const late = wait(patienceMs, undefined, { signal: timer.signal }).catch(() => undefined)
    await Promise.race([this.driveEnd.catch(() => undefined), late])
    timer.abort()
  }

  /** Ends following and driving at once; what was in flight is recovered by whoever comes next. */
  async close(): Promise<void> {
    this.closing.abort()
    await this.ended
  }

  private beSeen(): void {
    const { presence } = this.work
    const leave = presence.join(this.session, { terminal: terminalName() })
    const unwatch = presence.watch(this.session, (present) => {
      this.present = present
      this.audience.changed()
    })
    this.closing.signal.addEventListener('abort', () => {
      unwatch()
      leave()
    })
  }

  /** Works on the session whenever there is something to do and nobody else does it. */
  private drive(): Promise<void> {
    return keepDriving(this.work.host, this.session, this.closing.signal, {
      whyUnable: () => this.work.whyUnable(this.session),
      until: () => this.isHandingOver,
      enough: this.leaving.signal,
      stalled: (full) => {
        this.isStalled = full !== null
        this.audience.block(roomNote(full))
      },
      report: (driving) => {
        this.driving = driving
        const said = drivingNote(driving)
        if (said !== null) this.audience.block(said)
        this.audience.changed()
      },
    })
  }

  private async follow(after: number): Promise<void> {
    const { host } = this.work
    const unsubscribe = host.deltas(this.session, (delta) => this.conversation.delta(delta))
    try {
      for await (const entry of host.follow(this.session, after, this.closing.signal))
        await this.conversation.entry(entry)
    } finally {
      unsubscribe()
    }
  }
}
