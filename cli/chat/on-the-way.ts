import type { Sending } from './sending.ts'

/** Something that was said and is on its way; `steering`: into the run under way, `sending`: no prompt. */
export interface Coming {
  readonly how: 'queued' | 'steering' | 'sending'
  readonly text: string
}

/** What was said is shown as waiting when taking it in lasts longer, ms. */
const slowMs = 300

/** What was said and nobody has taken in yet. */
export class OnTheWay {
  /** The oldest first. */
  list: readonly Coming[] = []

  private readonly unstored = new Set<Promise<unknown>>()

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
  async showWhile<Answer>(one: Coming, asked: Promise<Answer>): Promise<Answer> {
    let forget: () => void = () => undefined
    const timer = setTimeout(() => (forget = this.add(one)), slowMs)
    try {
      return await asked
    } finally {
      clearTimeout(timer)
      forget()
    }
  }

  /** Sends something; until it is stored, `stored` waits for it. */
  async storing<Answer>(sending: Sending, send: (kept: Sending) => Promise<Answer>): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.unstored.add(promise)
    const end = (): void => {
      this.unstored.delete(promise)
      resolve(undefined)
    }
    const stored = (): void => {
      sending.stored()
      end()
    }
    try {
      return await send({ ...sending, stored })
    } finally {
      end()
    }
  }

  /** Whether all that was sent is stored or cannot be. */
  get isStored(): boolean {
    return this.unstored.size === 0
  }

  /** Resolves when all that was sent is stored or cannot be, or with the signal. */
  async stored(signal: AbortSignal): Promise<void> {
    if (this.isStored || signal.aborted) return
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve))
    await Promise.race([Promise.all(this.unstored), aborted])
  }
}
