/** Something that was said and is on its way; `steering`: into the run under way. */
export interface Coming {
  readonly how: 'queued' | 'steering'
  readonly text: string
}

/** What was said is shown as waiting when taking it in lasts longer, ms. */
const slowMs = 300

/** What was said and nobody has taken in yet. */
export class OnTheWay {
  /** The oldest first. */
  list: readonly Coming[] = []

  constructor(private readonly changed: () => void) {}

  /** It is on its way until the returned function is called. */
  add(one: Coming): () => void {
    this.list = [...this.list, one]
    this.changed()
    return () => {
      this.list = this.list.filter((other) => other !== one)
      this.changed()
    }
  }

  /** It is on its way while `asked` is slow, be it that whoever drives is, or is stopped. */
  async showWhile(one: Coming, asked: Promise<unknown>): Promise<void> {
    let forget: () => void = () => undefined
    const timer = setTimeout(() => (forget = this.add(one)), slowMs)
    try {
      await asked
    } finally {
      clearTimeout(timer)
      forget()
    }
  }
}
