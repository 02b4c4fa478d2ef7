import { setTimeout as wait } from 'node:timers/promises'
import { keepDriving, type DrivingWish } from '../../core/host/index.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Work } from '../compose.ts'
import { untilAnswered } from '../remote/until-answered.ts'

/** A time in which this process works on a session whenever nobody else does. */
export class DrivingTerm {
  /** Settles when the term is over. */
  readonly ended: Promise<void>
  /** What is in flight is waited for, so that others can go on behind it. */
  private readonly gentle = new AbortController()
  private readonly hard = new AbortController()

  constructor(
    session: SessionId,
    work: Pick<Work, 'host' | 'whyUnable'>,
    wish: Pick<DrivingWish, 'report' | 'stalled'>,
  ) {
    const keep = () =>
      keepDriving(work.host, session, this.hard.signal, {
        whyUnable: () => work.whyUnable(session),
        until: () => this.gentle.signal.aborted,
        enough: this.gentle.signal,
        ...wish,
      })
    this.ended = untilAnswered(keep, AbortSignal.any([this.hard.signal, this.gentle.signal]))
  }

  /** Whether it is being left, or over. */
  get isLeaving(): boolean {
    return this.gentle.signal.aborted
  }

  /** Lets go where nothing is in flight, so that another process can go on without a loss; says whether it did in time. */
  async letGo(patienceMs: number): Promise<boolean> {
    this.gentle.abort()
    const over = new AbortController()
    void this.ended.catch(() => undefined).then(() => over.abort())
    await wait(patienceMs, undefined, { signal: over.signal }).catch(() => undefined)
    return over.signal.aborted
  }

  /** Ends driving at once; what was in flight is recovered by whoever comes next. */
  async end(): Promise<void> {
    this.hard.abort()
    await this.ended.catch(() => undefined)
  }
}
