import { sendingUnkept, type Sending } from './sending.ts'

/** Something that was said and is on its way; `steering`: into the run under way, `sending`: no prompt. */
export interface Coming {
  readonly how: 'queued' | 'steering' | 'sending'
  readonly text: string
}

/** Something that is not known to be stored. */
export interface Unstored {
  readonly text: string
  readonly isDraft: boolean
}

/** What was said is shown as waiting when taking it in lasts longer, ms. */
const slowMs = 300

/** What was said and nobody has taken in yet. */
export class OnTheWay {
  /** The oldest first. */
  list: readonly Coming[] = []

  private readonly unstored = new Map<Promise<unknown>, Unstored>()

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

  /** Sends something that is called `text`; until it is stored, `stored` waits for it. */
  async storing<Answer>(text: string, sending: Sending, send: (kept: Sending) => Promise<Answer>): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.unstored.set(promise, { text, isDraft: sending.isDraft })
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

  /** What a command of the chat asks for: on its way while that is slow, and until it is stored. */
  asking<Answer>(text: string, ask: (kept: Sending) => Promise<Answer>): Promise<Answer> {
    return this.storing(text, sendingUnkept(), (kept) => this.showWhile({ how: 'sending', text }, ask(kept)))
  }

  /** What was sent and is not known to be stored, the oldest first. */
  get notStored(): readonly Unstored[] {
    return [...this.unstored.values()]
  }

  /** Resolves when all that was sent is stored or cannot be, or with the signal. */
  async stored(signal: AbortSignal): Promise<void> {
    if (this.unstored.size === 0 || signal.aborted) return
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve))
    await Promise.race([Promise.all(this.unstored.keys()), aborted])
  }
}
