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
  /** How far something of it has come that takes its time. */
  progress: string | null = null
  private work: Promise<PreparedSession> | null = null
  /** Settles when no other model is being tried; never rejects. */
  private changing: Promise<void> = Promise.resolve()

  constructor(
    /** What the person wants of the model. */
    public wish: PrepareFacts['wish'],
    private readonly prepare: Prepare,
    private readonly changed: () => void,
  ) {}

  /** Hears how far it has come. */
  readonly hear = (progress: string | null): void => {
    this.progress = progress
    this.changed()
  }

  /** The session as it will be, with the model that was asked for last and can be had; after a failure it is tried again. */
  async ready(): Promise<PreparedSession> {
    await this.changing
    return this.first()
  }

  /** Gets it ready with another model. @throws ModelChoiceError, and all is as before */
  anew(wish: ModelWish): Promise<void> {
    const change = this.changing.then(async () => {
      const prepared = await this.make(wish)
      this.wish = wish
      this.prepared = prepared
      this.work = Promise.resolve(prepared)
    })
    this.changing = change.catch(() => undefined)
    return change
  }

  private first(): Promise<PreparedSession> {
    this.work ??= this.make(this.wish).then(
      (prepared) => (this.prepared = prepared),
      (error: unknown) => {
        this.work = null
        throw error
      },
    )
    return this.work
  }

  private make(wish: ModelWish): Promise<PreparedSession> {
    return this.during(() => this.prepare(wish))
  }

  /** Says that it is worked on for as long as it is. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.since = Date.now()
    this.changed()
    try {
      return await work()
    } finally {
      this.since = null
      this.changed()
    }
  }
}
