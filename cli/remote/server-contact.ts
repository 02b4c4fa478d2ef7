import type { Work } from '../compose.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { awayWords } from './unanswered.ts'
import { untakenWords } from './untaken.ts'

/** How long a server may be away behind the time of a run until that is not waited for any more, ms. */
const graceMs = 10_000

/** What timers can wait at most, ms. */
const longestMs = 2 ** 31 - 1

const backWords = 'the server is back'
const stopWords =
  'the server is told to stop the run as soon as it answers; interrupted once more this command leaves, and the run goes on'

/** What a run that is waited for has to do with the server that works on it. */
export interface ContactFacts {
  readonly session: SessionId
  readonly link: Work['link']
  /** Bounds the run; null for no bound. */
  readonly wallClockMs: number | null
  /** Aborted when the run is to be stopped. */
  readonly asked: AbortSignal
  /** Whether the server knows that. */
  readonly isTold: () => boolean
  /** Hears what a person should know. */
  readonly say: (words: string) => void
}

/** Tells a person when the server of their run is away, and ends the wait for one whose time is over meanwhile. */
export class ServerContact {
  isHere = true
  readonly #timeUp = new AbortController()
  readonly #endsAt: number
  readonly #unlink: () => void
  #isUntaken = false
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly facts: ContactFacts) {
    this.#endsAt = performance.now() + (facts.wallClockMs ?? Infinity)
    this.#unlink = facts.link(facts.session, this.#changed)
    facts.asked.addEventListener('abort', this.#tellStop)
  }

  /** Aborted when the time of the run is over, and nobody answers who could say how it ended. */
  get timeUp(): AbortSignal {
    return this.#timeUp.signal
  }

  /** Says once that no worker has taken what was asked; with the server away nobody knows. */
  untaken(): void {
    if (!this.isHere || this.#isUntaken) return
    this.#isUntaken = true
    this.facts.say(untakenWords)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#unlink()
    this.facts.asked.removeEventListener('abort', this.#tellStop)
  }

  /** Something came from the server by another way than the link, which takes its time to begin anew. */
  heard(): void {
    this.#changed(true)
  }

  readonly #changed = (isHere: boolean): void => {
    if (isHere === this.isHere) return
    this.isHere = isHere
    clearTimeout(this.#timer)
    this.facts.say(isHere ? backWords : awayWords)
    if (isHere) return
    this.#tellStop()
    const leftMs = Math.max(graceMs, this.#endsAt - performance.now())
    if (leftMs < longestMs) this.#timer = setTimeout(() => this.#timeUp.abort(), leftMs)
  }

  readonly #tellStop = (): void => {
    const { asked, isTold, say } = this.facts
    if (asked.aborted && !this.isHere && !isTold()) say(stopWords)
  }
}
