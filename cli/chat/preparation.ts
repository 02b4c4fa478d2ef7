import type { ModelWish } from '../session/change-model.ts'
import type { PreparedSession, PrepareFacts } from '../session/prepare-session.ts'

/** Does the work of getting a session ready. */
export type Prepare = (wish: ModelWish) => Promise<PreparedSession>

/** A session that is to come, got ready once while the person still types, and anew for another model. */
export class Preparation {
  /** Null before it is ready. */
  prepared: PreparedSession | null = null
  /** Since when it is worked on, wall clock, ms; null while it is not. */
  since: number | null = null
  private work: Promise<PreparedSession> | null = null

  constructor(
    /** What the person wants of the model. */
    public wish: PrepareFacts['wish'],
    private readonly prepare: Prepare,
    private readonly changed: () => void,
  ) {}

  /** The session as it will be; asked again after a failure, it is tried again. */
  ready(): Promise<PreparedSession> {
    this.work ??= this.begin()
    return this.work
  }

  /** Gets it ready with another model. @throws ModelChoiceError, and all is as before */
  async anew(wish: ModelWish): Promise<void> {
    const before = { wish: this.wish, work: this.work, prepared: this.prepared }
    this.wish = wish
    this.work = this.begin()
    try {
      await this.work
    } catch (error) {
      Object.assign(this, before)
      throw error
    }
  }

  private async begin(): Promise<PreparedSession> {
    this.since = Date.now()
    this.changed()
    try {
      this.prepared = await this.prepare(this.wish)
      return this.prepared
    } catch (error) {
      this.work = null
      throw error
    } finally {
      this.since = null
      this.changed()
    }
  }
}
