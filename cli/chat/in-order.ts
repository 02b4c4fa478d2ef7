/** One of those that are under way. */
interface Ahead {
  readonly isLong: boolean
  /** Resolves when nothing has to wait for it any more. */
  readonly passed: Promise<void>
}

/** How something is sent. */
export interface Turn {
  /** Whether it takes long for its size alone. */
  readonly isLong: boolean
  /** Whether it waits for nothing that takes long. */
  readonly isUrgent: boolean
}

/** Sends one after the other, in the order in which it was asked for: on its way one would overtake another. */
export class InOrder {
  private ahead: readonly Ahead[] = []

  /** Sends when all before it is over; `letBy` says that others need not wait for the end of it. */
  async send<Answer>({ isLong, isUrgent }: Turn, send: (letBy: () => void) => Promise<Answer>): Promise<Answer> {
    const before = this.ahead.filter((one) => !(isUrgent && one.isLong))
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const own: Ahead = { isLong, passed: promise.then(() => undefined) }
    this.ahead = [...this.ahead, own]
    const letBy = (): void => {
      this.ahead = this.ahead.filter((one) => one !== own)
      resolve(undefined)
    }
    try {
      if (before.length > 0) await Promise.all(before.map(({ passed }) => passed))
      return await send(letBy)
    } finally {
      letBy()
    }
  }
}
