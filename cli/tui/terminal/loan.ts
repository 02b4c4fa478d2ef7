/** The means to hand the terminal over: ink takes its frame away, lets go of the keys, and draws anew afterwards. */
export interface Lender {
  readonly suspend: (work: () => Promise<void>) => Promise<void>
}

/** The terminal, given to another program for a while: an editor, a pager, the shell that we were started from. */
export class TerminalLoan {
  /** Nothing that we draw would be seen. */
  isOut = false
  private lender: Lender | null = null

  constructor(
    /** It is back. */
    private readonly changed: () => void,
  ) {}

  /** From the first paint on there is something to hand over. */
  mounted(lender: Lender): void {
    this.lender = lender
  }

  /** Work that lends it again has it already. */
  async lend<T>(work: () => Promise<T>): Promise<T> {
    if (this.lender === null || this.isOut) return work()
    this.isOut = true
    const result: { value?: T } = {}
    try {
      await this.lender.suspend(async () => {
        result.value = await work()
      })
    } finally {
      this.isOut = false
      this.changed()
    }
    return result.value as T
  }
}
