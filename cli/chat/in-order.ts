/** One of those that are under way. */
interface Ahead<Item> {
  readonly item: Item
  /** Resolves when nothing has to wait for it any more. */
  readonly passed: Promise<undefined>
}

/** Sends one after the other, in the order in which it was asked for: on its way one would overtake another. */
export class InOrder<Item> {
  private ahead: readonly Ahead<Item>[] = []

  /** @param waitsFor which of two waits for the one that was there before it */
  constructor(private readonly waitsFor: (item: Item, before: Item) => boolean = () => true) {}

  /** Sends when what it waits for is over; `letBy` says that others need not wait for the end of it. */
  async send<Answer>(item: Item, send: (letBy: () => void) => Promise<Answer>): Promise<Answer> {
    const before = this.ahead.filter((one) => this.waitsFor(item, one.item))
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const own = { item, passed: promise }
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
