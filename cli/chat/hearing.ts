import { unansweredMs } from '../remote/unanswered.ts'
import { untilAnswered } from '../remote/until-answered.ts'
import { whileLong } from '../remote/while-long.ts'

/** Asks a server that may be away for a while, and knows whether it is heard. */
export class Hearing {
  /** How many wait for a server that does not answer. */
  private unheard = 0

  constructor(
    /** Aborted when the person leaves. */
    private readonly closed: AbortSignal,
    private readonly changed: () => void,
  ) {}

  /** Whether a server that does not answer is asked again and again. */
  get isUnheard(): boolean {
    return this.unheard > 0
  }

  /** What may be asked twice: it is until there is an answer, or the person leaves. `failed` hears each time that there is none. */
  until<Answer>(ask: () => Promise<Answer>, failed: (failure: unknown) => void = () => undefined): Promise<Answer> {
    return untilAnswered(ask, this.closed, (isUnheard) => this.count(isUnheard ? 1 : -1), failed)
  }

  /** The same for what is answered at once: a server that is silent does not answer, before any try is over. */
  async soon<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    let isLate = false
    const late = (): void => {
      isLate = true
      this.count(1)
    }
    try {
      return await whileLong(this.until(ask), unansweredMs, late)
    } finally {
      if (isLate) this.count(-1)
    }
  }

  private count(by: 1 | -1): void {
    this.unheard += by
    this.changed()
  }
}
