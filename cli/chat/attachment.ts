import type { Driving } from '../../core/host/index.ts'
import type { Present } from '../../core/ports/presence.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Work } from '../compose.ts'
import type { Activity, Audience } from './audience.ts'
import { isKeyRefused, type Complaints } from './complaints.ts'
import type { Conversation } from './conversation.ts'
import { drivingNote, roomNote } from './driving-note.ts'
import { DrivingTerm } from './driving-term.ts'
import { terminalName } from './terminal-name.ts'

/** How often it is looked whether a command still runs, ms. */
const lookMs = 100

/** What this process does for a session while a person is attached to it: follows it, and drives it when nobody else does. */
export class Attachment {
  /** What becomes of the session here; null before that is known. */
  driving: Driving | null = null
  /** Whether what this process does waits for room on the disk. */
  isStalled = false
  /** Who is attached, this process included. */
  present: readonly Present[] = []
  /** What keeps the server from being heard; null for nothing. */
  trouble: Activity | null = null
  private readonly closing = new AbortController()
  private readonly followed: Promise<void>
  private term: DrivingTerm

  /** @param after entries up to here are in the conversation */
  constructor(
    private readonly session: SessionId,
    private readonly work: Work,
    private readonly conversation: Conversation,
    after: number,
    private readonly audience: Audience,
    private readonly complaints: Pick<Complaints, 'tellOnce'>,
  ) {
    this.term = this.drive()
    this.followed = this.follow(after).catch(this.failed)
    this.beSeen()
  }

  /** Whether this process works on the session. */
  get isDriving(): boolean {
    return this.driving?.type === 'driving'
  }

  /** Whether a command runs here: it would be lost with this process. */
  get runsCommand(): boolean {
    const { tool, shell } = this.conversation.state
    return this.isDriving && (shell.active?.phase === 'started' || tool.calls.some(({ phase }) => phase === 'started'))
  }

  /** Leaves driving to others in the end, and follows them. A command is waited for unless there is a `hurry`. */
  async handOver(patienceMs: number, hurry: AbortSignal): Promise<void> {
    let isOver = await this.term.letGo(patienceMs)
    while (!isOver && !hurry.aborted && this.runsCommand) isOver = await this.term.letGo(lookMs)
    await this.stopDriving()
  }

  /** Leaves driving to others, unless a command runs here even then. Says whether it did. */
  async standAside(patienceMs: number): Promise<boolean> {
    if (!(await this.term.letGo(patienceMs)) && this.runsCommand) return false
    await this.stopDriving()
    return true
  }

  /** Drives again when nobody else does, after standing aside. */
  takePart(): void {
    if (this.term.isLeaving && !this.closing.signal.aborted) this.term = this.drive()
  }

  /** Ends following and driving at once; what was in flight is recovered by whoever comes next. */
  async close(): Promise<void> {
    this.closing.abort()
    await Promise.all([this.followed, this.term.end()])
  }

  private async stopDriving(): Promise<void> {
    await this.term.end()
    this.driving = null
  }

  private beSeen(): void {
    const { presence } = this.work
    const leave = presence.join(this.session, { terminal: terminalName() })
    const unwatch = presence.watch(this.session, (present) => {
      this.present = present
      this.audience.changed()
    })
    const unlink = this.work.link(this.session, (isHere) => {
      if (this.trouble?.type !== 'refused') this.have(isHere ? null : { type: 'away', since: Date.now() })
    })
    this.closing.signal.addEventListener('abort', () => {
      unlink()
      unwatch()
      leave()
    })
  }

  /** Works on the session whenever there is something to do and nobody else does it. */
  private drive(): DrivingTerm {
    const term = new DrivingTerm(this.session, this.work, {
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
    term.ended.catch(this.failed)
    return term
  }

  private readonly failed = (error: unknown): void => {
    // All that goes on here ends with the key, and would say so each.
    this.complaints.tellOnce(error)
    if (isKeyRefused(error)) this.have({ type: 'refused', since: Date.now() })
  }

  private have(trouble: Activity | null): void {
    this.trouble = trouble
    this.audience.changed()
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
